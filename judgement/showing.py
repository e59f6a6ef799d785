"""Facts as pages tell them: events and fields in their own words, ids of people as names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from accounts.countries import country_name
from accounts.models import Person
from accounts.states import EngineerKind
from core.money import yuan
from core.templatetags.clockwork import exact
from judgement.models import Fact
from rulebook.events import EVENTS
from rulebook.fields import FIELDS
from rulebook.zones import title_of

# What the arithmetic of a limit shows already, or what only keeps rows apart.
HIDDEN = {"deadline.start", "deadline.due", "deadline.by_hand"}
PEOPLE = ("person", "persons")
# What the codes of a field are called; apps above this one tell theirs when they start.
WORDS: dict[str, Callable[[str], str]] = {"site.country": country_name}


def name_codes(field: str, choices: type[TextChoices]) -> None:
    """Let the values of `field` be told by their labels."""
    WORDS[field] = lambda code: str(choices(code).label) if code in choices.values else code


def event_label(event: str) -> str:
    """How an event is called; one that no longer exists stands under its own name."""
    try:
        return str(EVENTS[event].label)
    except KeyError:
        return event


def told_facts(fact: Fact) -> list[tuple[str, str]]:
    """Label and value of every field that says something to a reader; at most one statement."""
    known = {name: value for name, value in fact.facts.items() if name in FIELDS and not _hidden(name)}
    told = {name: value for name, value in known.items() if value not in (None, "", [])}
    ids = {one for name, value in told.items() if FIELDS[name].type in PEOPLE for one in _listed(value)}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [(str(FIELDS[name].label), _value(fact, name, value, names)) for name, value in told.items()]


def _hidden(name: str) -> bool:
    """Instants that the arithmetic tells, and keys of rows: the number of a row says nothing to a reader."""
    return name in HIDDEN or FIELDS[name].type == "id"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(fact: Fact, name: str, value: Any, names: Mapping[int, str]) -> str:
    kind = FIELDS[name].type
    if kind in PEOPLE:
        return "、".join(names.get(one, str(one)) for one in _listed(value))
    if kind == "bool":
        return _("是") if value else _("否")
    if kind == "instant":
        return exact(datetime.fromisoformat(value))
    if kind == "money":
        return _("%s 元") % f"{yuan(Decimal(value)):,}"
    if name == "ticket.zone":
        return title_of(fact.version.book, value)
    return WORDS[name](str(value)) if name in WORDS else str(value)


name_codes("incident.person_kind", EngineerKind)
