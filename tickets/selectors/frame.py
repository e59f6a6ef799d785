"""What every page of the desk shows around its work, read in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery

from accounts.models import Company, Department, Office, Person
from accounts.permissions import may_open, scopes_of
from core import prepared
from core.clock import local_day
from notifications.models import Notice
from rulebook.models import RulebookVersion
from tickets.models import WaitingClaim
from tickets.public.models import PublicReport
from tickets.public.states import ReportState
from tickets.selectors.claims import WAITING
from tickets.selectors.queue import COUNTED, MOST, Capped, count_columns
from tickets.selectors.scope import has_desk, standing_for

# What waits beside the queues, by the page that lists it.
APART = {"reviews": "public:reviews", "claims": "tickets:claims"}
FIELDS = [field.attname for field in RulebookVersion._meta.concrete_fields]


@dataclass(frozen=True)
class Frame:
    """The company's name, where the reader belongs, his unread notices, his queues' lengths, the version in force."""

    company: str = ""
    place: str = ""
    unread: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    version: RulebookVersion | None = None


def frame(person: Person, *, now: datetime) -> Frame:
    """One statement: the version in force carries everything else as columns; empty before a book is in force."""
    names = COUNTED if has_desk(person, now=now) else ()
    key = ("frame", names, scopes_of(person, "tickets", now=now), person.office_id is None)
    found = prepared.rows(
        key, lambda given: _columns(standing_for(person, given), given, names), person=person.pk, now=now,
        day=local_day(now), department=person.department_id or 0, office=person.office_id or 0,
    )  # fmt: skip
    if not found:
        return Frame()
    told = found[0]
    version = RulebookVersion.from_db("default", FIELDS, [told[name] for name in FIELDS])
    shown = (*names, *(name for name, page in APART.items() if may_open(person, page, now=now)))
    counts = {name: told[f"n_{name}"] or 0 for name in shown}
    return Frame(told["company"] or "", told["department"] or told["place"] or "", told["unread"] or 0, counts, version)


def _columns(person: Person, given: Mapping[str, Any], names: Sequence[str]) -> QuerySet[Any, dict[str, Any]]:
    ours = Company.objects.order_by("pk")
    found = RulebookVersion.objects.published(Subquery(ours.values("rulebook")[:1]))
    found = found.filter(effective_from__lte=given["day"]).order_by("-effective_from", "-number")
    return found.values(
        *FIELDS,
        company=Subquery(ours.values("name")[:1]),
        department=Subquery(Department.objects.filter(pk=given["department"]).values("name")[:1]),
        place=Subquery(Office.objects.filter(pk=given["office"]).values("name")[:1]),
        unread=_unread(person), n_reviews=_reviews(), n_claims=_claims(),
        **count_columns(person, now=given["now"], names=names),
    )[:1]  # fmt: skip


def _reviews() -> Subquery:
    """How many reports of customers wait for a person: counted to the end of what a page can say."""
    waiting = PublicReport.objects.filter(state=ReportState.TO_REVIEW).order_by()
    return Capped(waiting.values("pk")[: MOST + 1])


def _claims() -> Subquery:
    """How many claimed arrivals wait for the supervisor."""
    return Capped(WaitingClaim.objects.filter(WAITING).order_by().values("pk")[: MOST + 1])


def _unread(person: Person) -> Subquery:
    mine = Notice.objects.filter(person_id=person.pk, read_at=None).order_by().values("person_id")
    return Subquery(mine.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
