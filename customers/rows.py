"""One row of a file of the installed base, cleaned or refused with reasons. No database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts import provinces
from core import cells
from core.cells import CellError
from customers.columns import COLUMNS, KEYS, Column, Layout
from customers.states import FileKind

SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: where, what stands there, what to do. Row 0 means a form, not a file."""

    row: int
    column: str
    value: str
    advice: str
    field: str = ""

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        where = _("第 %(row)s 行 ") % {"row": self.row} if self.row else ""
        return f"{where}{self.column}“{shown}”：{self.advice}"


@dataclass
class Row:
    """The cleaned values of the filled cells; a blank cell says nothing and changes nothing."""

    number: int
    kind: FileKind
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str | None:
        """The customer number or the serial number, None where it cannot be read."""
        return self.values.get(self.key_column)

    @property
    def key_column(self) -> str:
        return KEYS[self.kind]

    def refuse(self, column: str, value: Any, advice: str) -> None:
        """Note why the row cannot be taken; `column` is a field name."""
        label = next((known.label for known in COLUMNS[self.kind] if known.name == column), column)
        self.problems.append(Problem(self.number, label, cells.text(value), advice, column))


def read_row(number: int, line: Sequence[Any], layout: Layout) -> Row:
    """Row `number` of a file with this layout."""
    given = {column: line[place] for column, place in layout.places}
    row = _read(Row(number, layout.kind), given)
    if any(cells.text(cell) for cell in line[layout.width :]):
        row.refuse(_("整行"), " ".join(cells.text(cell) for cell in line), _("内容比表头多，请检查引号和逗号"))
    return row


def read_values(kind: FileKind, given: dict[str, Any]) -> Row:
    """The same for values by field name, as a form or an act gives them."""
    columns = {column: given[column.name] for column in COLUMNS[kind] if column.name in given}
    return _read(Row(0, kind), columns)


def _read(row: Row, given: dict[Column, Any]) -> Row:
    for column, cell in given.items():
        _clean(row, column, cell)
    if row.kind == FileKind.CUSTOMERS:
        _settle_province(row)
    return row


def _clean(row: Row, column: Column, cell: Any) -> None:
    written = cells.text(cell)
    if not written:
        if column.required:
            row.refuse(column.name, "", _("不能为空，请填写%(label)s") % {"label": column.label})
        return
    try:
        value = column.clean(cell)
    except CellError as error:
        row.refuse(column.name, written, str(error))
        return
    if column.longest and len(value) > column.longest:
        row.refuse(column.name, written, _("超过 %(longest)s 个字，请缩短") % {"longest": column.longest})
        return
    row.values[column.name] = value


def _settle_province(row: Row) -> None:
    """Official names in China, free text abroad; Hong Kong, Macao and Taiwan count as abroad (reading 5f)."""
    province, country = row.values.get("province"), row.values.get("country", "CN")
    if not province:
        return
    official = provinces.normalise(cells.plain(province))
    if official:
        row.values.update(province=official, country=provinces.country_of(official))
    elif country == "CN":
        row.values.pop("province")
        row.refuse("province", province, _("不是省级行政区，请填写全称（如 重庆市）；国外客户请填写“国家”一列"))
