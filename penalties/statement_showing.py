"""A statement as phone and office show it: sections whose lines add up to their sums, and these to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from penalties.models import Statement, StatementLine
from penalties.showing import money
from penalties.states import LineKind

K = LineKind


@dataclass(frozen=True)
class ShownLine:
    line: StatementLine
    amount: str
    counts: bool


@dataclass(frozen=True)
class Section:
    """Lines of one kind with their sum."""

    title: str
    lines: Sequence[ShownLine]
    sum: str


@dataclass(frozen=True)
class ShownStatement:
    statement: Statement
    cards: Sequence[ShownLine]
    sections: Sequence[Section]
    workload: str
    net: str
    positive: bool


def shown_statement(statement: Statement) -> ShownStatement:
    """Two statements: the lines, and what they point at."""
    rows = list(statement.lines.select_related("card__ticket", "expense"))
    return built(statement, rows)


def built(statement: Statement, rows: Sequence[StatementLine]) -> ShownStatement:
    """The same over lines that need not be stored: what the month would come to now."""
    found = []
    for kind in K:
        lines = [_line(row) for row in rows if row.kind == kind]
        if kind != K.CARD and lines:
            found.append(Section(str(kind.label), lines, money(_sum(lines))))
    return ShownStatement(
        statement, [_line(row) for row in rows if row.kind == K.CARD], found, formula(statement), money(statement.net),
        statement.net >= 0,
    )  # fmt: skip


def _line(row: StatementLine) -> ShownLine:
    return ShownLine(row, money(row.amount), bool(row.workload))


def _sum(lines: Sequence[ShownLine]) -> Decimal:
    return sum((shown.line.amount for shown in lines), Decimal("0.00"))


def formula(statement: Statement) -> str:
    """12 张 × 1.00 × 95.00% = 11.40, with its parts."""
    told = {"cards": statement.cards, "weight": statement.weight, "workload": statement.workload}
    if statement.score is None:
        return _("%(cards)d 张 × 权重 %(weight)s（部门未打分，按 100）= %(workload)s") % told
    return _("%(cards)d 张 × 权重 %(weight)s × 得分 %(score)s ÷ 100 = %(workload)s") % {
        **told, "score": statement.score,
    }  # fmt: skip
