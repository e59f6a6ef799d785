"""The clerk's work list of a month: a row per engineer, whatever their number in the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum

from accounts.models import Person
from core.countdown import Left, left
from deadlines.models import Deadline
from fieldservice import months
from fieldservice.models import ExpenseLine, MonthDocument, MonthScore, ServiceCard
from fieldservice.states import CardState, DocumentKind
from judgement.models import Proposal
from judgement.states import ProposalState
from penalties.models import Closing, Statement
from penalties.months import closing_of
from penalties.settling import people_of

STATES = ("missing", "void", "complete")


@dataclass(frozen=True)
class Cell:
    """One document of one engineer."""

    state: str
    document: MonthDocument | None = None
    late: bool = False


@dataclass(frozen=True)
class Row:
    person: Person
    cells: Sequence[Cell]
    cards: int
    to_compare: int
    claimed: Decimal
    lines: int
    open_penalties: int
    score: Decimal | None
    statement: Statement | None = None

    @property
    def state(self) -> str:
        """missing where a document is not in, else void where one does not count, else complete."""
        found = {cell.state for cell in self.cells}
        return "missing" if "missing" in found else "void" if "void" in found else "complete"


@dataclass(frozen=True)
class Overview:
    month: str
    rows: Sequence[Row]
    counts: Mapping[str, int]
    closing: Closing | None
    due: Deadline | None
    left: Left | None
    wanted: Mapping[str, str] = field(default_factory=dict)


def overview(month: str, wanted: Mapping[str, str], *, now: datetime) -> Overview:
    """Everybody's month; `wanted` narrows it by state (missing, void, complete) and name."""
    people = list(people_of(month))
    rows = _rows(people, month, now=now)
    counts = {"all": len(rows), **{state: sum(row.state == state for row in rows) for state in STATES}}
    told = {name: str(wanted.get(name, ""))[:40] for name in ("state", "q")}
    shown = [row for row in rows if _fits(row, told)]
    limits = months.limits([person.pk for person in people], [month]).order_by("-due_at")
    due = limits.first()
    return Overview(
        month, shown, counts, closing_of(month), due, left(due.start_at, due.due_at, now=now) if due else None, told
    )


def _fits(row: Row, told: Mapping[str, str]) -> bool:
    named = told["q"] in row.person.name or told["q"] in row.person.username or told["q"] == row.person.employee_no
    return named and (told["state"] not in STATES or row.state == told["state"])


def _rows(people: Sequence[Person], month: str, *, now: datetime) -> list[Row]:
    begin, end = months.bounds(month)
    documents: dict[tuple[int, str], MonthDocument] = {
        (row.engineer_id, row.kind): row for row in MonthDocument.objects.filter(month=month)
    }
    late = {
        (row.subject_id, row.facts["document.kind"])
        for row in months.limits([person.pk for person in people], [month]) if row.due_at < now
    }  # fmt: skip
    cards = _by_person(
        ServiceCard.objects.filter(signed_at__gte=begin, signed_at__lt=end, state__in=[CardState.SIGNED,
                                   CardState.RECEIVED, CardState.VOID]), "engineer",
        all=Count("pk"), waiting=Count("pk", filter=Q(state=CardState.RECEIVED, consistent=None)),
    )  # fmt: skip
    claims = _by_person(
        ExpenseLine.objects.filter(month=month, removed_at=None, document__isnull=False), "engineer",
        sum=Sum("amount"), count=Count("pk"),
    )  # fmt: skip
    waiting = _by_person(
        Proposal.objects.filter(month=month, state=ProposalState.PROPOSED), "charged_to", count=Count("pk")
    )
    newest = MonthScore.objects.filter(month=month).order_by().values("engineer").annotate(last=Max("pk"))
    scores = {row.engineer_id: row.score for row in MonthScore.objects.filter(pk__in=newest.values("last"))}
    settled = {row.person_id: row for row in Statement.objects.filter(month=month, closing__reopened_at=None)}
    return [
        Row(
            person,
            [_cell(documents.get((person.pk, kind)), (person.pk, kind) in late) for kind in DocumentKind.values],
            cards.get(person.pk, {}).get("all", 0), cards.get(person.pk, {}).get("waiting", 0),
            claims.get(person.pk, {}).get("sum", Decimal("0.00")), claims.get(person.pk, {}).get("count", 0),
            waiting.get(person.pk, {}).get("count", 0), scores.get(person.pk), settled.get(person.pk),
        )
        for person in people
    ]  # fmt: skip


def _by_person(rows: Any, person: str, **sums: Any) -> dict[int, dict[str, Any]]:
    return {row[person]: row for row in rows.order_by().values(person).annotate(**sums)}


def _cell(document: MonthDocument | None, late: bool) -> Cell:
    return Cell(str(document.state), document, late) if document else Cell("missing", None, late)


@dataclass(frozen=True)
class KnownMonth:
    """A month of the list: closed or open, by whom and when."""

    month: str
    closing: Closing | None = None
    running: bool = False


def known_months(*, now: datetime, closed_only: bool = False) -> list[KnownMonth]:
    """The months from the first that papers were asked for to the running one, the newest first; at most two years."""
    closings = {row.month: row for row in Closing.objects.filter(reopened_at=None).select_related("by")}
    this = months.month_of(now)
    first = Deadline.objects.filter(kind=months.LIMIT).order_by("start_at").first()
    oldest = min([str(first.facts["month"]) if first else this, *closings])
    found: list[KnownMonth] = []
    month = this
    while month >= oldest and len(found) < 24:
        found.append(KnownMonth(month, closings.get(month), month == this))
        month = months.previous_month(month)
    return [one for one in found if one.closing or not closed_only]
