"""A table of figures, once for the page and once for the workbook: the same rows, numbers as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.money import yuan
from figures.ratios import percent

# Kinds whose cells stand on the right.
NUMERIC = {"money", "share", "count", "hours", "mean", "rank"}


@dataclass(frozen=True)
class Segment:
    """A piece of a bar in its cell: where it begins and how long it is, as svg writes it (`12.5%`)."""

    x: str
    width: str
    tone: str
    title: str = ""


@dataclass(frozen=True)
class Cell:
    """`value` goes to the workbook; `url` leads to the papers behind a figure; a `bar` is for the page alone."""

    value: Any
    kind: str = "text"
    url: str = ""
    note: str = ""
    bar: Sequence[Segment] = ()
    pill: str = ""
    # A tint that repeats what the figure says; never the only sign.
    tone: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def text(self) -> str:
        """As people read it: 1,234.50; 12.3 %; a dash where there is nothing."""
        if self.value is None or (self.value == 0 and self.kind in ("money", "count")):
            return "–"
        if self.kind == "money":
            return f"{yuan(self.value):,}"
        if self.kind == "share":
            return f"{self.value} %"
        if self.kind in ("hours", "mean"):
            return f"{self.value:,.1f}"
        return f"{self.value:,}" if self.kind == "count" else str(self.value)


@dataclass(frozen=True)
class Column:
    label: Any
    kind: str = "text"
    tone: str = ""
    # What the page draws and the workbook has no use for.
    drawn: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """`foot` are the sums; `cut` tells the page how many rows it leaves to the workbook."""

    slug: str
    title: Any
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[Row] = field(default=())

    @property
    def headers(self) -> list[str]:
        return [str(column.label) for column in self.columns if not column.drawn]

    def lines(self) -> list[list[Any]]:
        """Every row and sum for the workbook."""
        return [
            [cell.value for cell, column in zip(row.cells, self.columns, strict=True) if not column.drawn]
            for row in (*self.rows, *self.foot)
        ]


def money(value: Decimal | None, url: str = "") -> Cell:
    return Cell(value, "money", url if value else "")


def count(value: int | None, url: str = "") -> Cell:
    return Cell(value, "count", url if value else "")


def share(value: Decimal | None) -> Cell:
    return Cell(value, "share")


def part(some: int | Decimal, whole: int | Decimal) -> Cell:
    """`some` of `whole` in per cent; a dash where there is no whole."""
    return share(percent(some, whole) if whole else None)


def per_cent(value: Decimal | float) -> str:
    """A length or place in a drawing."""
    return f"{value:.2f}%"
