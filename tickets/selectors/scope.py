"""One ticket for one reader; what is out of sight does not exist for him."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import remember, scopes_of
from core import prepared
from core.errors import NotFound
from tickets.models import Ticket

SHOWN = (
    "customer", "machine", "machine__model", "engineer", "office", "version", "duplicate_of", "reported_by",
)  # fmt: skip


def visible_ticket(number: str, person: Person, *, now: datetime) -> Ticket:
    """The ticket with this number, or NotFound where there is none that `person` may see."""
    def build(given: Mapping[str, Any]) -> QuerySet[Ticket]:
        rows = Ticket.objects.visible_to(standing_for(person, given), now=given["now"]).select_related(*SHOWN)
        return rows.filter(number=given["number"])

    found: list[Ticket] = prepared.objects(
        ("ticket", scopes_of(person, "tickets", now=now), person.office_id is None), build,
        person=person.pk, office=person.office_id or 0, now=now, number=number.strip().upper(),
    )  # fmt: skip
    if not found:
        raise NotFound(_("没有找到工单 %(number)s，或者您无权查看") % {"number": number})
    return found[0]


def standing_for(person: Person, given: Mapping[str, Any]) -> Person:
    """Somebody with the rights of `person` and the numbers of `given`, to build a prepared query with."""
    other = copy(person)
    remember(other)
    other.pk = given["person"]
    other.office_id = person.office_id and given["office"]
    return other


def has_desk(person: Person, *, now: datetime) -> bool:
    """Whether queues are work for `person`: he sees tickets beyond his own."""
    return bool(scopes_of(person, "tickets", now=now) & {"all", "office"})


def may_read_file(ticket_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may read the files of a ticket."""
    return Ticket.objects.visible_to(person, now=now).filter(pk=ticket_id).exists()


def seen_tickets(person: Person, *, now: datetime) -> QuerySet[Ticket]:
    """Every ticket that `person` may see, with what a list names."""
    return Ticket.objects.visible_to(person, now=now).select_related("engineer", "office", "version")
