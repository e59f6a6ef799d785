"""How many complaints the months brought for how many tickets, and by when last month's rate is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.clock import local_day, zone
from figures.period import Period, only, shifted
from figures.selectors.monthly import month_of, within
from rulebook.book import Book
from rulebook.durations import end_of_day
from rulebook.selectors import NoRulebook, in_force
from tickets.models import Complaint, Ticket
from tickets.states import ComplaintState, TicketState

WAITING = Q(state=ComplaintState.RECORDED)
CAUSED, UNFOUNDED = Q(service_caused=True), Q(service_caused=False)
FINDINGS = {"waiting": WAITING, "caused": CAUSED, "unfounded": UNFOUNDED}
# The parameters of the book that say until when last month's rate is wanted.
DAY, UNTIL = "monthly_due_day", "complaint_rate_until"


@dataclass(frozen=True)
class Complained:
    """One month: tickets that users reported, without those cancelled, and complaints about one matter counted once.

    `caused` were found to be caused by the service, `waiting` have not been looked into yet (8.5, 9.12).
    """

    month: str
    tickets: int = 0
    complaints: int = 0
    caused: int = 0
    unfounded: int = 0
    waiting: int = 0

    def __add__(self, other: "Complained") -> "Complained":
        return Complained(
            self.month, self.tickets + other.tickets, self.complaints + other.complaints, self.caused + other.caused,
            self.unfounded + other.unfounded, self.waiting + other.waiting,
        )  # fmt: skip


def complaints(period: Period) -> QuerySet[Complaint]:
    """What users complained of in the period, several complaints about one matter by the first."""
    return Complaint.objects.filter(within("received_at", period), same_as=None)


def reported(period: Period) -> QuerySet[Ticket]:
    """What users reported in the period and was not cancelled."""
    return Ticket.objects.filter(within("notified_at", period)).exclude(state=TicketState.CANCELLED)


def complained(period: Period) -> Sequence[Complained]:
    """Every month of the period."""
    found = {
        month: told
        for month, *told in complaints(period).annotate(month=month_of("received_at", period)).order_by()
        .values_list("month").annotate(
            all=Count("pk"), caused=Count("pk", filter=CAUSED), unfounded=Count("pk", filter=UNFOUNDED),
            waiting=Count("pk", filter=WAITING),
        )
    }  # fmt: skip
    tickets: dict[str, int] = dict(
        reported(period).annotate(month=month_of("notified_at", period)).order_by().values_list("month")
        .annotate(count=Count("pk"))
    )  # fmt: skip
    names = [f"{month:%Y-%m}" for month in period.months]
    return [Complained(name, tickets.get(name, 0), *_counts(found.get(name))) for name in names]


def _counts(told: Any) -> Sequence[int]:
    return told or (0, 0, 0, 0)


@dataclass(frozen=True)
class Wanted:
    """Last month's rate, and until when it has to be known; `due_at` is None where the book names no time."""

    month: str
    due_at: datetime | None
    told: Complained


def last_month(*, now: datetime) -> Wanted:
    """The rate of the month that ended last: it is known from its last day on."""
    month = shifted(local_day(now).replace(day=1), -1)
    return Wanted(f"{month:%Y-%m}", due_of(only(month), now=now), complained(only(month))[0])


def due_of(month: Period, *, now: datetime) -> datetime | None:
    """The day of the following month and the time of day that the book in force names."""
    try:
        book: Book = in_force(now=now).book
    except NoRulebook:
        return None
    if DAY not in book.params or UNTIL not in book.params:
        return None
    first, last = shifted(month.last, 1), shifted(month.last, 2) - timedelta(days=1)
    day, until = min(first + timedelta(days=int(book.param(DAY)) - 1), last), str(book.param(UNTIL))
    if until == "24:00":
        return end_of_day(day, zone())
    return datetime.combine(day, time.fromisoformat(until), tzinfo=zone())
