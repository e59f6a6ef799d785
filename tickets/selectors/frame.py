"""What every page of the desk shows around its work, read in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, IntegerField, Subquery

from accounts.models import Company, Department, Office, Person
from accounts.permissions import may_open
from core.clock import local_day
from notifications.models import Notice
from rulebook.models import RulebookVersion
from tickets.public.models import PublicReport
from tickets.public.states import ReportState
from tickets.selectors.queue import COUNTED, MOST, Capped, count_columns
from tickets.selectors.scope import has_desk


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
    ours = Company.objects.order_by("pk")
    found = RulebookVersion.objects.published(Subquery(ours.values("rulebook")[:1]))  # type: ignore[arg-type]
    found = found.filter(effective_from__lte=local_day(now)).order_by("-effective_from", "-number")
    row = found.annotate(
        company=Subquery(ours.values("name")[:1]),
        department=Subquery(Department.objects.filter(pk=person.department_id or 0).values("name")[:1]),
        office=Subquery(Office.objects.filter(pk=person.office_id or 0).values("name")[:1]),
        unread=_unread(person), n_reviews=_reviews(), **count_columns(person, now=now, names=names),
    ).first()  # fmt: skip
    if row is None:
        return Frame()
    told = vars(row)
    names = (*names, "reviews") if may_open(person, "public:reviews", now=now) else names
    counts = {name: told[f"n_{name}"] or 0 for name in names}
    return Frame(told["company"] or "", told["department"] or told["office"] or "", told["unread"] or 0, counts, row)


def _reviews() -> Subquery:
    """How many reports of customers wait for a person: counted to the end of what a page can say."""
    waiting = PublicReport.objects.filter(state=ReportState.TO_REVIEW).order_by()
    return Capped(waiting.values("pk")[: MOST + 1])


def _unread(person: Person) -> Subquery:
    mine = Notice.objects.filter(person_id=person.pk, read_at=None).order_by().values("person_id")
    return Subquery(mine.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
