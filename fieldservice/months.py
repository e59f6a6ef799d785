"""Months of papers (9.4): to which month something belongs, what is asked for it until when, and what came in."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import scopes_of
from core.clock import local_day, zone
from core.errors import OutOfRange
from core.subjects import Subject
from deadlines.models import Deadline
from fieldservice.duties import MADE
from fieldservice.models import CustomerVisit, ExpenseLine, MonthDocument, MonthScore, ServiceCard, Trip
from fieldservice.selectors import credits
from fieldservice.states import NO_WORK, CreditKind, DocumentKind, DocumentState
from rulebook.durations import add_months
from rulebook.obligations import stopped_by
from rulebook.selectors import timeline
from tickets.models import Ticket

# The limit of the book, and the event of handing in too late.
LIMIT = "monthly"
LATE = "month.document_late"
# The row that judges how many visit sheets were not delivered, and its event.
SHEETS = "monthly_sheets"
SHEETS_MISSING = "month.sheets_missing"
SHAPE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def month_of(instant: datetime) -> str:
    """The month of an instant's local day, as 2026-03."""
    return f"{local_day(instant):%Y-%m}"


def signed_in(card: ServiceCard) -> str:
    """The month whose papers a card belongs to: that in which the customer signed."""
    return month_of(card.signed_at or card.done_at)


def first_day(month: str) -> date:
    """Raises OutOfRange for what is no month."""
    if not SHAPE.fullmatch(month):
        told = _("月份须写成 2026-03 的形式：%(month)s") % {"month": month}
        raise OutOfRange(told, details={"month": told})
    return date.fromisoformat(f"{month}-01")


def bounds(month: str) -> tuple[datetime, datetime]:
    """The first instant of the month and that of the next one."""
    first = first_day(month)
    begin, end = (datetime(day.year, day.month, 1, tzinfo=zone()) for day in (first, add_months(first, 1)))
    return begin, end


def next_month(month: str) -> str:
    return f"{add_months(first_day(month), 1):%Y-%m}"


def previous_month(month: str) -> str:
    return f"{add_months(first_day(month), -1):%Y-%m}"


def occurrence(month: str, kind: str) -> str:
    """How a limit's row names its document: "2026-03:work_summary"."""
    return f"{month}:{kind}"


def limits_of(engineer: Person, month: str) -> dict[str, Deadline]:
    """The limits of a month's documents, by kind; none where the book asks for no papers."""
    rows = limits([engineer.pk], [month])
    return {row.facts["document.kind"]: row for row in rows}


def limits(people: Collection[int], months: Iterable[str]) -> QuerySet[Deadline]:
    """The limits of the documents of these people in these months."""
    named = [occurrence(month, kind) for month in months for kind in DocumentKind.values]
    return Deadline.objects.filter(
        kind=LIMIT, subject_type="accounts.person", subject_id__in=people, occurrence__in=named, superseded_at=None
    ).select_related("version")


def documents_of(engineer: Person, month: str) -> dict[str, MonthDocument]:
    """What came in, by kind."""
    rows = MonthDocument.objects.filter(engineer=engineer, month=month).select_related("version", "engineer")
    return {row.kind: row for row in rows}


def state_of(documents: dict[str, MonthDocument], kind: str) -> str:
    """received, void or missing."""
    return str(documents[kind].state) if kind in documents else "missing"


def cards_of_month(engineer: Person, month: str) -> QuerySet[ServiceCard]:
    """The cards whose customers signed in the month; an amended one stays in the month of its first signature."""
    begin, end = bounds(month)
    first = ServiceCard.objects.filter(
        ticket=OuterRef("ticket"), cycle=OuterRef("cycle"), revision=1, signed_at__gte=begin, signed_at__lt=end
    )
    rows = ServiceCard.objects.filter(Exists(first), engineer=engineer).exclude(state__in=NO_WORK)
    return rows.select_related("ticket", "ticket__version", "engineer")


def counted_cards(engineer: Person, month: str) -> list[ServiceCard]:
    """Those of the month's cards that count in the workload now."""
    return [card for card in cards_of_month(engineer, month) if credits(card)[CreditKind.WORKLOAD].counts]


def expenses_of(engineer: Person, month: str) -> QuerySet[ExpenseLine]:
    """The lines of the month's claim, handed in or not, without those taken out."""
    rows = ExpenseLine.objects.filter(engineer=engineer, month=month, removed_at=None)
    return rows.select_related("ticket", "trip", "document")


def own_line(engineer: Person, pk: int) -> ExpenseLine | None:
    return ExpenseLine.objects.filter(pk=pk, engineer=engineer).select_related("engineer").first()


def may_read_receipt(line_id: int, *, person: Person, now: datetime) -> bool:
    """Photos of receipts: the engineer's own, and for who sees everybody's penalties or closes the month."""
    row = ExpenseLine.objects.filter(pk=line_id)
    return row.filter(engineer=person).exists() or ("all" in scopes_of(person, "penalties", now=now) and row.exists())


def chargeable(engineer: Person, *, most: int = 40) -> tuple[list[Ticket], list[Trip]]:
    """The tickets and journeys that a line may be for, the newest first."""
    served = ServiceCard.objects.filter(engineer=engineer).values("ticket")
    tickets = Ticket.objects.filter(Q(engineer=engineer) | Q(pk__in=served)).select_related("customer")
    trips = Trip.objects.filter(engineer=engineer, departed_at__isnull=False).order_by("-departed_at")
    return list(tickets.order_by("-notified_at")[:most]), list(trips[:12])


def visits_of_month(engineer: Person, month: str) -> QuerySet[CustomerVisit]:
    """The sheets of the visits that he made in the month."""
    begin, end = bounds(month)
    rows = CustomerVisit.objects.filter(visitor=engineer, visited_at__gte=begin, visited_at__lt=end)
    return rows.select_related("customer").order_by("visited_at")


def score_of(engineer: Person, month: str) -> MonthScore | None:
    """The newest score of the department."""
    return MonthScore.objects.filter(engineer=engineer, month=month).select_related("by").first()


def owed_sheets(month: str, people: Collection[int] | None = None) -> list[Deadline]:
    """The visits that fell due in the month, done or not, each with whose it was."""
    begin, end = bounds(month)
    visits = {name for version in timeline().versions for name in stopped_by(version.book, MADE)}
    rows = Deadline.objects.filter(
        kind__in=visits, due_at__gte=begin, due_at__lt=end, superseded_at=None, ended_at=None, person__isnull=False
    )
    return list(rows if people is None else rows.filter(person__in=people))


def missing_sheets(month: str, people: Collection[int] | None = None) -> dict[int, list[Deadline]]:
    """By person the visits due in the month whose sheet is not in: not made, or handed in too late (9.4h).

    A sheet comes with the papers of the month in which its visit was due or made, or from somebody else who made it.
    """
    owed = owed_sheets(month, people)
    handed_in, made_by = _handed_in(owed, month), _visitors(owed)
    missing: dict[int, list[Deadline]] = {}
    for row in owed:
        person = row.person_id or 0
        missing.setdefault(person, [])
        if not _delivered(row, person, month, handed_in, made_by):
            missing[person].append(row)
    return missing


def _delivered(
    row: Deadline, person: int, month: str, handed_in: set[tuple[int, str]],
    made_by: dict[tuple[int, datetime], int],
) -> bool:  # fmt: skip
    if row.stopped_at is None or row.fired_at:
        return False
    by = made_by.get((row.subject_id, row.stopped_at), person)
    return by != person or bool({(person, month), (person, month_of(row.stopped_at))} & handed_in)


def _handed_in(owed: list[Deadline], month: str) -> set[tuple[int, str]]:
    """Of whom which months' sheets are in."""
    months = {month} | {month_of(row.stopped_at) for row in owed if row.stopped_at}
    rows = MonthDocument.objects.filter(
        Q(engineer__in={row.person_id for row in owed}), month__in=months, kind=DocumentKind.VISIT_SHEETS,
        state=DocumentState.RECEIVED,
    )  # fmt: skip
    return set(rows.values_list("engineer_id", "month"))


def _visitors(owed: list[Deadline]) -> dict[tuple[int, datetime], int]:
    """Who made the visits that fulfilled what was owed, by customer and instant."""
    done = [row for row in owed if row.stopped_at and row.subject_type == "customers.customer"]
    rows = CustomerVisit.objects.filter(
        customer__in={row.subject_id for row in done}, visited_at__in={row.stopped_at for row in done}
    )
    return {(customer, at): visitor for customer, at, visitor in rows.values_list(
        "customer_id", "visited_at", "visitor_id")}  # fmt: skip


def subject_of(engineer: Person) -> Subject:
    """What the limits of an engineer's papers hang on: he himself."""
    return Subject("accounts.person", engineer.pk)
