"""What the clauses did in a month, counted by the entries of the book in a fixed number of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from accounts.models import Person
from accounts.permissions import scopes_of
from core.clock import zone
from core.models import JournalEntry
from deadlines.models import OPEN, Deadline
from judgement.models import Proposal
from judgement.states import ProposalState
from notifications.models import Notice
from penalties.models import LedgerEntry
from rulebook.durations import add_months
from rulebook.schema.base import clause_numbers

WHOLE = "all"
CLOCKS = ("started", "met", "missed", "excused", "running", "ended")
NO_CLOCKS = dict.fromkeys(CLOCKS, 0)


@dataclass(frozen=True)
class Month:
    """A calendar month on the company's clock: [begin, end)."""

    name: str
    begin: datetime
    end: datetime

    @classmethod
    def of(cls, name: str) -> "Month":
        """The month "2026-03"; ValueError for anything else."""
        first = date.fromisoformat(f"{name}-01")
        begin, end = (datetime(day.year, day.month, 1, tzinfo=zone()) for day in (first, add_months(first, 1)))
        return cls(f"{first:%Y-%m}", begin, end)

    def shifted(self, months: int) -> str:
        return f"{add_months(self.begin.date(), months):%Y-%m}"


@dataclass(frozen=True)
class Activity:
    """Counts of a month: of clocks by their name in the book, of proposals by consequence and state, of notices by
    what they are about, of acts and sums by clause. A part that the reader may not know is empty."""

    clocks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    proposals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notices: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    acts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def sees_work(person: Person, *, now: datetime) -> bool:
    """Whether all tickets, and so the figures of their limits, are open to the reader."""
    return WHOLE in scopes_of(person, "tickets", now=now)


def sees_money(person: Person, *, now: datetime) -> bool:
    """Whether everybody's penalties are: in a small company a figure tells whose it is."""
    return WHOLE in scopes_of(person, "penalties", now=now)


def activity(month: Month, *, reader: Person, now: datetime) -> Activity:
    """What happened in `month`, as far as the reader may know; five statements at most."""
    work, money = sees_work(reader, now=now), sees_money(reader, now=now)
    return Activity(
        clocks=_clocks(month) if work else {},
        notices=_notices(month) if work else {},
        acts=_acts(month) if work else {},
        proposals=_proposals(month) if money else {},
        sums=_sums(month) if money else {},
    )


def _clocks(month: Month) -> dict[str, dict[str, int]]:
    def within(name: str) -> dict[str, datetime]:
        return {f"{name}__gte": month.begin, f"{name}__lt": month.end}

    began, due, stopped = Q(**within("start_at")), Q(**within("due_at")), Q(**within("stopped_at"))
    ended = Q(**within("ended_at"), stopped_at=None, fired_at=None, excused_at=None)
    running = OPEN & Q(start_at__lt=month.end)
    counts = {
        "started": Count("pk", filter=began),
        "met": Count("pk", filter=stopped & Q(fired_at=None, excused_at=None)),
        "missed": Count("pk", filter=due & Q(fired_at__isnull=False, excused_at=None)),
        "excused": Count("pk", filter=due & Q(excused_at__isnull=False)),
        "running": Count("pk", filter=running),
        "ended": Count("pk", filter=ended),
    }
    rows = Deadline.objects.filter(began | due | stopped | running | ended, superseded_at=None).order_by()
    told = rows.values_list("kind").annotate(**counts)
    return {kind: dict(zip(CLOCKS, figures, strict=True)) for kind, *figures in told}


def _proposals(month: Month) -> dict[str, dict[str, int]]:
    rows = Proposal.objects.filter(month=month.name).order_by().values_list("consequence", "state")
    return _nested(rows.annotate(count=Count("pk")))


def _sums(month: Month) -> dict[str, Decimal]:
    rows = LedgerEntry.objects.filter(month=month.name).order_by().values_list("clause")
    return _by_clause(rows.annotate(sum=Sum("amount")), Decimal("0.00"))


def _notices(month: Month) -> dict[str, int]:
    rows = Notice.objects.filter(created_at__gte=month.begin, created_at__lt=month.end).order_by()
    return dict(rows.values_list("about").annotate(count=Count("pk")))


def _acts(month: Month) -> dict[str, dict[str, int]]:
    rows = JournalEntry.objects.filter(at__gte=month.begin, at__lt=month.end).exclude(clause="").order_by()
    found: dict[str, dict[str, int]] = {}
    for cited, act, count in rows.values_list("clause", "act").annotate(count=Count("pk")):
        for number in clause_numbers(cited):
            acts = found.setdefault(number, {})
            acts[act] = acts.get(act, 0) + count
    return found


def _nested(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, state, count in rows:
        found.setdefault(name, {})[state] = count
    return found


def _by_clause(rows: Iterable[tuple[str, Any]], nothing: Any) -> dict[str, Any]:
    """Under the first clause that each row cites, so that the clauses add up to the whole."""
    found: dict[str, Any] = {}
    for cited, value in rows:
        number = clause_numbers(cited)[0]
        found[number] = found.get(number, nothing) + value
    return found


def made(states: Mapping[str, int]) -> int:
    """How many proposals were made, whatever became of them; absorbed ones were never up for a decision."""
    return sum(count for state, count in states.items() if state != ProposalState.ABSORBED)
