"""Columns by month as the server draws them, with a share as a line: places in per cent, no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from figures.cells import per_cent
from figures.charts import TEN_THOUSAND, Line, ceiling

# How much of its place a column fills, and so many names of months have room below.
FILL, WIDEST, NAMED = Decimal("0.62"), Decimal(9), 12
HUNDRED = Decimal(100)
QUARTERED = (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100)


@dataclass(frozen=True)
class Month:
    """What one column shows: values by tone, from the bottom up, and the share that the line passes through."""

    month: str
    values: Mapping[str, Decimal | int]
    share: Decimal | None = None


@dataclass(frozen=True)
class Kind:
    """What a tone means, for the legend."""

    tone: str
    label: Any


@dataclass(frozen=True)
class Block:
    x: str
    y: str
    width: str
    height: str
    tone: str
    title: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    title: str


@dataclass(frozen=True)
class Name:
    x: str
    text: str


@dataclass(frozen=True)
class Columns:
    """`ticks` of both axes from the top; `shares` is empty where no line is drawn."""

    blocks: Sequence[Block]
    line: Sequence[Line]
    dots: Sequence[Dot]
    names: Sequence[Name]
    ticks: Sequence[str]
    shares: Sequence[str]
    unit: str
    kinds: Sequence[Kind]
    line_label: str
    summary: str
    # Which template draws it.
    drawn_by = "figures/columns.html"


def columns_chart(
    months: Sequence[Month], kinds: Sequence[Kind], *, line: str = "", unit: str = "", whole: bool = False,
    summary: str = "",
) -> Columns | None:  # fmt: skip
    """`line` names the share, and `whole` lets its axis end at 100 %; without a `unit` things are counted.

    None where there is nothing to draw.
    """
    top = max((_height(month, kinds) for month in months), default=Decimal(0))
    if top <= 0:
        return None
    top, place, wide = _top(top, counted=not unit), HUNDRED / len(months), top >= TEN_THOUSAND
    highest = HUNDRED if whole else _highest(months)
    told = {kind.tone: str(kind.label) for kind in kinds}
    dots = [dot for index, month in enumerate(months) for dot in _dots(month, place * index + place / 2, highest, line)]
    unit_of_ticks = TEN_THOUSAND if wide else 1
    return Columns(
        [block for index, month in enumerate(months) for block in _blocks(month, index, place, top, told)],
        [Line(a.x, a.y, b.x, b.y) for a, b in pairwise(dots)] if line else (), dots if line else (),
        _names(months, place), [_plain(top * quarter / 4 / unit_of_ticks) for quarter in (4, 3, 2, 1, 0)],
        [_plain(highest * quarter / 4) for quarter in (4, 3, 2, 1, 0)] if line else (),
        _("万%(unit)s") % {"unit": unit} if wide else unit, kinds, line, summary,
    )  # fmt: skip


def _height(month: Month, kinds: Sequence[Kind]) -> Decimal:
    return sum((max(Decimal(month.values.get(kind.tone, 0)), Decimal(0)) for kind in kinds), Decimal(0))


def _top(value: Decimal, *, counted: bool) -> Decimal:
    """Where the axis ends; of things that are counted at a number whose quarters are whole."""
    if not counted:
        return ceiling(value)
    power = Decimal(10) ** max(value.adjusted() - 1, 0)
    return next(step * power for step in QUARTERED if step * power >= value)


def _highest(months: Sequence[Month]) -> Decimal:
    """Where the axis of the shares ends: the next round number, at least one per cent."""
    return ceiling(max([Decimal(1), *(month.share for month in months if month.share is not None)]))


def _blocks(month: Month, index: int, place: Decimal, top: Decimal, told: Mapping[str, str]) -> Sequence[Block]:
    width, found, below = min(place * FILL, WIDEST), [], Decimal(0)
    x = place * index + (place - width) / 2
    for tone, label in told.items():
        value = Decimal(month.values.get(tone, 0))
        # What was reversed by more than was charged has no height; the table tells it.
        if value <= 0:
            continue
        height = value * HUNDRED / top
        below += height
        title = f"{month.month} {label}：{value:,}"
        found.append(Block(per_cent(x), per_cent(HUNDRED - below), per_cent(width), per_cent(height), tone, title))
    return found


def _dots(month: Month, x: Decimal, highest: Decimal, line: str) -> Sequence[Dot]:
    if month.share is None:
        return ()
    y = HUNDRED - min(month.share * HUNDRED / highest, HUNDRED)
    return (Dot(per_cent(x), per_cent(y), f"{month.month} {line}：{month.share} %"),)


def _names(months: Sequence[Month], place: Decimal) -> Sequence[Name]:
    """Every month's number, with its year where that is another; of many months each second or third."""
    step = -(-len(months) // NAMED)
    shown = [(index, months[index].month) for index in range(0, len(months), step)]
    found, before = [], ""
    for place_of, (index, month) in enumerate(shown):
        year, number = month.split("-")
        follows = shown[place_of + 1][1] if place_of + 1 < len(shown) else month
        # A year has no room beside the next one.
        dated = year != before and (place_of > 0 or follows.startswith(year))
        found.append(Name(per_cent(place * index + place / 2), f"{year[2:]}-{number}" if dated else str(int(number))))
        before = year
    return found


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"
