"""Pareto charts as the server draws them: every place in per cent, so that they fit any width without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from figures.cells import per_cent
from figures.pareto import Costing, Ranked

MOST = 20
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# How much of its place a bar fills.
FILL = Decimal("0.68")
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Bar:
    rank: int
    x: str
    middle: str
    width: str
    y: str
    height: str
    vital: bool
    title: str
    # Where the cumulative share stands.
    reached: str


@dataclass(frozen=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Pareto:
    """`ticks` of the left axis from the top; the right one is always 100 to 0 per cent."""

    bars: Sequence[Bar]
    line: Sequence[Line]
    ticks: Sequence[str]
    unit: str
    summary: str
    left_out: int
    # Which template draws it.
    drawn_by = "figures/pareto.html"


def pareto_chart(ranked: Sequence[Ranked[Costing]]) -> Pareto | None:
    """The first twenty of `ranked`; None where there is nothing to draw."""
    shown = [one for one in ranked[:MOST] if one.item.amount > 0]
    if not shown:
        return None
    top, place = ceiling(shown[0].item.amount), Decimal(100) / len(shown)
    bars = [_bar(one, index, place, top) for index, one in enumerate(shown)]
    line = [Line(a.middle, a.reached, b.middle, b.reached) for a, b in pairwise(bars)]
    wide = top >= TEN_THOUSAND
    ticks = [_tick(top * quarter / 4, wide) for quarter in (4, 3, 2, 1, 0)]
    return Pareto(bars, line, ticks, _("万元") if wide else _("元"), _summary(ranked), len(ranked) - len(shown))


def ceiling(amount: Decimal) -> Decimal:
    """The next round number at or above `amount`: 1, 2, 2.5 or 5 times a power of ten."""
    power = Decimal(10) ** amount.adjusted()
    step = next(step for step in STEPS if step * power >= amount)
    return (step * power).quantize(Decimal("0.01"), rounding=ROUND_CEILING)


def _bar(one: Ranked[Costing], index: int, place: Decimal, top: Decimal) -> Bar:
    width = min(place * FILL, Decimal(14))
    middle = place * (index + Decimal("0.5"))
    height = one.item.amount * 100 / top
    title = f"{one.rank}. {one.item.label}：{one.item.amount:,}（{one.share} %）"
    return Bar(
        one.rank, per_cent(middle - width / 2), per_cent(middle), per_cent(width), per_cent(100 - height),
        per_cent(height), one.vital, title, per_cent(100 - one.cumulative),
    )  # fmt: skip


def _tick(amount: Decimal, wide: bool) -> str:
    shown = amount / TEN_THOUSAND if wide else amount
    return f"{shown.normalize():,f}"


def _summary(ranked: Sequence[Ranked[Costing]]) -> str:
    vital = [one for one in ranked if one.vital]
    told = {"vital": len(vital), "all": len(ranked), "share": vital[-1].cumulative}
    return _("%(all)d 项中的前 %(vital)d 项占 %(share)s %%") % told
