"""Daily whereabouts: what the book asks for, what is known before anything is typed, and how a day stands (9.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F

from accounts.models import Person
from core.clock import local_day, zone
from core.subjects import Subject
from deadlines.models import Deadline
from fieldservice.models import DailyCheck, DailyReport
from fieldservice.states import CheckResult
from rulebook import obligations, papers
from rulebook.book import Book
from rulebook.schema.clocks import Obligation
from tickets.models import Arrival, Ticket
from tickets.public.tokens import keyed
from tickets.showing import state_badge
from tickets.states import IN_HAND

SENT, FALSIFIED = "daily_report.sent", "daily_report.falsified"
FIELDS = ("customer", "contact", "phone", "equipment")
SAMPLING = "daily_report_sampling"
ALL = 100


def owed_by(book: Book) -> dict[str, Obligation]:
    """The obligations that a report fulfils; none in a trade without whereabouts."""
    return obligations.stopped_by(book, SENT)


def missing_of(book: Book, given: Mapping[str, Any]) -> dict[str, str]:
    """The fields left empty although the form of the book requires them, with their titles."""
    found: dict[str, str] = {}
    for owed in owed_by(book).values():
        found |= papers.missing(book, owed.form or "", given)
    return found


def titles_of(book: Book) -> dict[str, str]:
    """What the book calls the fields."""
    forms = [owed.form for owed in owed_by(book).values() if owed.form]
    return papers.titles_of(book, forms[0]) if forms else {}


def is_sampled(book: Book, engineer: Person, day: date) -> bool:
    """Whether the reports of this day are called back on (9.1b); the installation's key decides, so nobody can tell."""
    share = int(book.param(SAMPLING)) if SAMPLING in book.params else ALL
    return int(keyed(SAMPLING, f"{engineer.pk}:{day}"), 16) % ALL < share


@dataclass(frozen=True)
class Prefill:
    """What the report would say: from the job in hand, else from the last report; `source` tells which."""

    customer: str = ""
    contact: str = ""
    phone: str = ""
    equipment: str = ""
    place: str = ""
    ticket: Ticket | None = None
    source: str = ""

    def fields(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in (*FIELDS, "place")}


def prefill_of(engineer: Person, now: datetime) -> Prefill:
    """From today's check-ins, the open job, the last report, in this order; at most three statements."""
    last = DailyReport.objects.filter(engineer=engineer).order_by("-day", "-id").first()
    ticket = _reached_today(engineer, now) or _in_hand(engineer)
    if ticket is None:
        return _as_before(last) if last else Prefill()
    found = _of_ticket(ticket)
    same = last is not None and last.customer == found.customer
    return replace(found, place=last.place or found.place) if same and last else found


def _reached_today(engineer: Person, now: datetime) -> Ticket | None:
    begins = datetime.combine(local_day(now), time(), zone())
    rows = Arrival.objects.filter(engineer=engineer, received_at__gte=begins, received_at__lte=now)
    found = rows.select_related("ticket__machine__model").order_by("-received_at").first()
    return found.ticket if found else None


def _in_hand(engineer: Person) -> Ticket | None:
    """The job where he is, else the one he is sent to."""
    rows = Ticket.objects.filter(engineer=engineer, state__in=IN_HAND)
    return rows.select_related("machine__model").order_by(F("arrived_at").desc(nulls_last=True), "-pk").first()


def _of_ticket(ticket: Ticket) -> Prefill:
    machine = " ".join(filter(None, (str(ticket.machine.model) if ticket.machine else "", ticket.serial)))
    state = state_badge(ticket.state).label
    return Prefill(
        ticket.customer_name, ticket.contact, ticket.phone, f"{machine}：{ticket.fault[:60]}（{state}）".lstrip("："),
        ticket.city or ticket.province, ticket, "job",
    )  # fmt: skip


def _as_before(last: DailyReport) -> Prefill:
    return Prefill(last.customer, last.contact, last.phone, last.equipment, last.place, None, "last")


@dataclass(frozen=True)
class Day:
    """One local day of an engineer: what was owed, what he sent, what calling back found, the newest check first."""

    day: date
    row: Deadline | None
    reports: Sequence[DailyReport]
    checks: Sequence[DailyCheck]

    def result_of(self, report: DailyReport | None) -> str:
        """What counts for one message, or for the day as a whole; empty while nobody called."""
        wanted = report.pk if report else None
        return next((check.result for check in self.checks if check.report_id == wanted), "")

    @property
    def falsified(self) -> bool:
        return any(self.result_of(report) == CheckResult.FAKE for report in self.reports)

    @property
    def excused(self) -> bool:
        return self.result_of(None) == CheckResult.EXCUSED


def days_of(engineer: Person, book: Book, first: date, last: date) -> list[Day]:
    """Every day from `last` back to `first`; three statements."""
    wanted = [last - timedelta(days=n) for n in range((last - first).days + 1)]
    subject = Subject.of(engineer)
    owed = Deadline.objects.filter(
        subject_type=subject.type, subject_id=subject.id, kind__in=list(owed_by(book)), superseded_at=None,
        occurrence__in=[day.isoformat() for day in wanted],
    ).select_related("version")  # fmt: skip
    rows = {row.occurrence: row for row in owed}
    reports = list(DailyReport.objects.filter(engineer=engineer, day__range=(first, last)).order_by("id"))
    checks = list(DailyCheck.objects.filter(engineer=engineer, day__range=(first, last)).select_related("by"))
    return [
        Day(day, rows.get(day.isoformat()), [one for one in reports if one.day == day],
            [one for one in checks if one.day == day])
        for day in wanted
    ]  # fmt: skip


def day_of(engineer: Person, book: Book, day: date) -> Day:
    return days_of(engineer, book, day, day)[0]
