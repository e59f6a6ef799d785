"""What was decided, what was overturned, and where in its ranges amounts were chosen, as tables (0.9, E5, E6)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.amount_tables import clause_name
from figures.cells import Cell, Column, Row, Segment, Table, count, money, part, per_cent
from figures.columns import Columns, Kind, Month, columns_chart
from figures.links import service
from figures.period import Period, only, told_months
from figures.ratios import percent
from figures.selectors.decisions import OUTCOMES, Decided, Verdicts, summed
from figures.selectors.discretion import PLACES, Usage
from rulebook.book import Book

# What each place in a range is called.
WHERE: Mapping[str, Any] = {
    "low": gettext_lazy("取下限"), "lower": gettext_lazy("下三分之一"), "middle": gettext_lazy("中三分之一"),
    "upper": gettext_lazy("上三分之一"), "high": gettext_lazy("取上限"),
}  # fmt: skip


def by_month(told: Sequence[Decided], period: Period) -> Table:
    sums = summed(told, lambda one: one.month)
    rows = []
    for month in told_months(period, sums):
        name = f"{month:%Y-%m}"
        rows.append(Row((Cell(name), *_figures(sums.get(name, Verdicts()), only(month), {}))))
    foot = (Row((Cell(_("合计")), *_figures(sum(sums.values(), Verdicts()), period, {})), "is-total"),)
    return Table("decision-months", _("裁决与推翻（按裁决月份）"), _columns(_("月份")), rows, foot)


def chart(told: Sequence[Decided], period: Period) -> Columns | None:
    sums = summed(told, lambda one: one.month)
    months = [_month(f"{month:%Y-%m}", sums) for month in told_months(period, sums)]
    kinds = (
        Kind("tone-stands", _("确认")), Kind("tone-waived", _("免除")), Kind("tone-revoked", _("确认后撤销")),
    )  # fmt: skip
    whole = sum(sums.values(), Verdicts())
    summary = _("%(count)d 件裁决，%(share)s %% 被推翻") % {
        "count": whole.count, "share": percent(whole.overturned, whole.count)
    }  # fmt: skip
    return columns_chart(months, kinds, line=_("推翻率"), whole=True, summary=summary)


def _month(name: str, sums: Mapping[str, Verdicts]) -> Month:
    one = sums.get(name, Verdicts())
    values = {"tone-stands": one.confirmed - one.revoked, "tone-waived": one.waived, "tone-revoked": one.revoked}
    return Month(name, values, percent(one.overturned, one.count) if one.count else None)


def by_clause(told: Sequence[Decided], period: Period, book: Book | None) -> Table:
    sums = summed(told, lambda one: (one.clause, clause_name(one.clause, book)))
    return _table("decision-clauses", _("裁决与推翻（按条款）"), _("条款"), sums, period, lambda key: {"clause": key})


def by_decider(told: Sequence[Decided], period: Period) -> Table:
    sums = summed(told, lambda one: (one.decider, one.name))
    return _table(
        "decision-people", _("裁决与推翻（按裁决人）"), _("裁决人"), sums, period, lambda key: {"decider": key}
    )


def _table(
    slug: str, title: str, first: str, sums: Mapping[tuple[Any, str], Verdicts], period: Period,
    named: Callable[[Any], dict[str, Any]],
) -> Table:  # fmt: skip
    ordered = sorted(sums.items(), key=lambda one: (-one[1].count, one[0][1]))
    rows = [Row((Cell(label), *_figures(one, period, named(key)))) for (key, label), one in ordered]
    foot = Row((Cell(_("合计")), *_figures(sum(sums.values(), Verdicts()), period, {})), "is-total")
    return Table(slug, title, _columns(first), rows, (foot,) if rows else ())


def _columns(first: str) -> Sequence[Column]:
    return (
        Column(first), Column(_("裁决"), "count"), Column(_("确认"), "count"), Column(_("免除"), "count"),
        Column(_("被申诉"), "count"), Column(_("确认后撤销"), "count"), Column(_("其中申诉成立"), "count"), Column(_("推翻率"), "share"),
    )  # fmt: skip


def _figures(one: Verdicts, period: Period, key: dict[str, Any]) -> Sequence[Cell]:
    counts = [count(getattr(one, name), service("decisions", period, outcome=name, **key)) for name in OUTCOMES]
    return count(one.count, service("decisions", period, **key)), *counts, part(one.overturned, one.count)


def ranges(told: Sequence[Usage], period: Period, book: Book | None) -> Table:
    """Where in the range: a bar of five places, the mean place from 0 (lower bound) to 100 (upper bound)."""
    rows = [_range(one, period, book) for one in told if one.places]
    columns = (
        Column(_("条款")), Column(_("裁决人")), Column(_("幅度（元）")), Column(_("次数"), "count"),
        Column(_("落在幅度何处"), drawn=True), *(Column(label, "count") for label in WHERE.values()),
        Column(_("平均位置（0 下限，100 上限）"), "mean"), Column(_("平均金额（元）"), "money"),
    )  # fmt: skip
    return Table("discretion", _("幅度内的裁量"), columns, rows)


def _range(one: Usage, period: Period, book: Book | None) -> Row:
    key: dict[str, Any] = {"clause": one.clause, "decider": one.decider}
    places = [count(one.where.get(where, 0), service("choices", period, where=where, **key)) for where in PLACES]
    amounts = sum(one.amounts, Decimal(0)) / len(one.amounts)
    return Row((
        Cell(clause_name(one.clause, book)), Cell(one.name), Cell(_bounds(one)),
        count(len(one.places), service("choices", period, **key)), Cell(None, bar=_places(one)), *places,
        Cell(one.mean, "mean"), money(amounts.quantize(Decimal("0.01"))),
    ))  # fmt: skip


def _bounds(one: Usage) -> str:
    """The bounds where all choices had the same; else that they differ with what was lost."""
    if len(one.bounds) != 1:
        return _("随损失而定")
    low, high = next(iter(one.bounds))
    return f"{low.normalize():,f} – {high.normalize():,f}"


def _places(one: Usage) -> Sequence[Segment]:
    found, before = [], Decimal(0)
    for where in PLACES:
        times = one.where.get(where, 0)
        if times:
            width = Decimal(times) * 100 / len(one.places)
            title = f"{WHERE[where]} {times}"
            found.append(Segment(per_cent(before), per_cent(width), f"tone-place-{where}", title))
            before += width
    return found


def free(told: Sequence[Usage], period: Period, book: Book | None) -> Table:
    """Amounts without bounds, which need a reason each (9.1e)."""
    rows = []
    for one in told:
        if not one.places:
            key: dict[str, Any] = {"clause": one.clause, "decider": one.decider}
            whole = sum(one.amounts, Decimal(0))
            rows.append(Row((
                Cell(clause_name(one.clause, book)), Cell(one.name),
                count(len(one.amounts), service("choices", period, **key)), money(min(one.amounts)),
                money(max(one.amounts)), money(whole),
            )))  # fmt: skip
    columns = (Column(_("条款")), Column(_("裁决人")), Column(_("次数"), "count"), Column(_("最低（元）"), "money"),
               Column(_("最高（元）"), "money"), Column(_("合计（元）"), "money"))  # fmt: skip
    return Table("discretion-free", _("由裁决人自定的金额"), columns, rows)
