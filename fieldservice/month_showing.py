"""The papers of a month as phone and office show them: what is in, what is missing, until when, and what is paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from core.countdown import Left, left
from core.money import yuan
from deadlines.models import Deadline
from fieldservice import claims, months
from fieldservice.models import CustomerVisit, ExpenseLine, MonthDocument, ServiceCard
from fieldservice.states import CardState, DocumentKind, DocumentState

K = DocumentKind
TONES = {"received": "ok", "void": "late", "missing": "warn"}


@dataclass(frozen=True)
class Paper:
    """One of the four documents; `lacks` says what it still needs, `may_add` that more may follow."""

    kind: str
    label: str
    state: str
    state_label: str
    tone: str
    document: MonthDocument | None = None
    limit: Deadline | None = None
    left: Left | None = None
    holds: str = ""
    lacks: Sequence[str] = ()


@dataclass(frozen=True)
class ShownLine:
    """A claim line with its daily report's verdict, and once handed in what is paid of it."""

    line: ExpenseLine
    doubt: str = ""
    paid: Decimal | None = None
    clause: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """A visit that fell due in the month: done or not."""

    title: str
    done: bool


@dataclass(frozen=True)
class Asked:
    """A visit sheet that the month asks for: whether it is in, and what is lacking where it is not (9.4h)."""

    title: str
    accepted: bool
    why: str = ""


@dataclass(frozen=True)
class ShownMonth:
    month: str
    papers: Sequence[Paper]
    lines: Sequence[ShownLine]
    cards: Sequence[ServiceCard]
    visits: Sequence[CustomerVisit]
    sheets: Sequence[Sheet]
    claimed: Decimal
    paid: Decimal
    due: Deadline | None = None
    left: Left | None = None
    text: str = ""
    open_kinds: Sequence[str] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return sum(paper.state == "missing" for paper in self.papers)


def month_to_hand_in(engineer: Person, *, now: datetime) -> str:
    """The month whose papers wait: the last one until they are in or its limit is over, else the running one."""
    this = months.month_of(now)
    before = months.previous_month(this)
    waiting = [row for row in months.limits_of(engineer, before).values() if row.stopped_at is None]
    return before if any(row.due_at >= now for row in waiting) else this


def shown_month(engineer: Person, month: str, *, now: datetime) -> ShownMonth:
    """Everything that one engineer's month consists of."""
    documents, limits = months.documents_of(engineer, month), months.limits_of(engineer, month)
    cards = list(months.cards_of_month(engineer, month).order_by("signed_at"))
    lines = _lines(engineer, month)
    visits, sheets = list(months.visits_of_month(engineer, month)), _sheets(engineer, month)
    held = {
        K.EXPENSE_CLAIM: _("%(count)d 行，%(sum)s 元") % {"count": len(lines), "sum": _sum(lines)},
        K.SERVICE_CARDS: _("%d 张") % len(cards), K.VISIT_SHEETS: _("%d 张") % len(visits), K.WORK_SUMMARY: "",
    }  # fmt: skip
    lacks = {
        K.SERVICE_CARDS: [_("%s 还没有收到") % card.number for card in cards if card.state == CardState.SIGNED],
        K.VISIT_SHEETS: [_("未走访：%s") % sheet.title for sheet in sheets if not sheet.done],
        K.EXPENSE_CLAIM: [line.doubt for line in lines if line.doubt and line.paid is None],
    }  # fmt: skip
    papers = [_paper(kind, documents, limits, held[kind], lacks.get(kind, ()), now=now) for kind in K]
    due = min((row for row in limits.values() if row.stopped_at is None), key=lambda row: row.due_at, default=None)
    return ShownMonth(
        month, papers, lines, cards, visits, sheets, _sum(lines),
        sum((line.paid for line in lines if line.paid is not None), Decimal("0.00")), due,
        left(due.start_at, due.due_at, now=now) if due else None,
        documents[K.WORK_SUMMARY].text if K.WORK_SUMMARY in documents else "",
        [kind for kind in K if kind not in documents],
    )  # fmt: skip


def _paper(
    kind: DocumentKind, documents: dict[str, MonthDocument], limits: dict[str, Deadline], holds: str,
    lacks: Sequence[str], *, now: datetime,
) -> Paper:  # fmt: skip
    document, limit = documents.get(kind), limits.get(kind)
    state = months.state_of(documents, kind)
    label = str(DocumentState(state).label) if document else _("未交")
    over = document is None and limit is not None and limit.due_at < now
    counting = left(limit.start_at, limit.due_at, now=now) if limit and document is None else None
    return Paper(kind.value, str(kind.label), state, label, "late" if over else TONES[state], document, limit, counting,
                 holds, lacks)  # fmt: skip


def _lines(engineer: Person, month: str) -> list[ShownLine]:
    rows = months.expenses_of(engineer, month)
    paid = {one.line.pk: one for one in claims.payable(rows)}
    found = list(rows)
    reports = claims.reports_of(engineer, {line.day for line in found}) if found else {}
    return [_line(line, paid[line.pk], claims.doubt_of(line.day, line.place, reports)) for line in found]


def _line(line: ExpenseLine, paid: claims.Payable, doubt: str) -> ShownLine:
    if line.document_id is None:
        return ShownLine(line, doubt)
    return ShownLine(line, doubt, paid.amount, paid.clause, paid.reason)


def _sheets(engineer: Person, month: str) -> list[Sheet]:
    return [
        Sheet(str(row.facts.get("title", "")), row.stopped_at is not None and row.fired_at is None)
        for row in months.owed_sheets(month, [engineer.pk])
    ]


def sheets_of(engineer: Person, month: str) -> list[Asked]:
    """What was asked for against what is in, as the month's limit judges it (9.4h)."""
    missing = {row.pk for row in months.missing_sheets(month, [engineer.pk]).get(engineer.pk, [])}
    return [_asked(row, row.pk in missing) for row in months.owed_sheets(month, [engineer.pk])]


def _asked(row: Deadline, missing: bool) -> Asked:
    if not missing:
        return Asked(str(row.facts.get("title", "")), True)
    made = row.stopped_at is not None and row.fired_at is None
    why = _("已走访，回访单没有按期交回") if made else _("没有按期走访")
    return Asked(str(row.facts.get("title", "")), False, why)


def _sum(lines: Iterable[ShownLine]) -> Decimal:
    return sum((line.line.amount for line in lines), Decimal("0.00"))


@dataclass(frozen=True)
class PastMonth:
    """An earlier month in a line: how many documents were in, void or missing."""

    month: str
    received: int
    void: int
    missing: int


def earlier_months(engineer: Person, before: str, *, most: int = 12) -> list[PastMonth]:
    """The engineer's last months that had limits or papers, newest first; two statements."""
    names = []
    for _nth in range(most):
        before = months.previous_month(before)
        names.append(before)
    asked = {row.facts["month"] for row in months.limits([engineer.pk], names)}
    states: dict[str, list[str]] = {}
    for month, state in MonthDocument.objects.filter(engineer=engineer, month__in=names).values_list("month", "state"):
        states.setdefault(month, []).append(state)
    return [
        PastMonth(month, found.count("received"), found.count("void"), len(K) - len(found))
        for month in names
        if month in asked or month in states
        for found in [states.get(month, [])]
    ]


def money(amount: Any) -> str:
    return f"{yuan(amount):,}"
