"""A part of a page of figures: a table with what is drawn beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from figures.cells import Row, Table
from figures.charts import Pareto
from figures.columns import Columns

# Columns that have room beside a drawing of half the width.
NARROW = 7


@dataclass(frozen=True)
class Sheet:
    """`rows` are those that the page has room for; `note` is what has to be known besides the figures."""

    table: Table
    hint: Any = ""
    chart: Pareto | Columns | None = None
    empty: Any = ""
    most: int = 0
    note: Any = ""

    @property
    def rows(self) -> Sequence[Row]:
        return self.table.rows[: self.most] if self.most else self.table.rows

    @property
    def wide(self) -> bool:
        return len(self.table.columns) > NARROW

    @property
    def left_out(self) -> int:
        return len(self.table.rows) - len(self.rows)
