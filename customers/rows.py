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
REMEMBERED = 20_000


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


@dataclass(slots=True)
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


class Reader:
    """Reads the rows of one file; cells that repeat (models, dates, provinces) are cleaned once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        cleaners = [(column, place, _Cleaner(column)) for column, place in layout.places]
        # Unpacked for the loop below, which runs a million times for a large file.
        self.cleaners = [(column.name, place, cleaner.seen, cleaner) for column, place, cleaner in cleaners]

    def read(self, number: int, line: Sequence[Any]) -> Row:
        """Row `number` of the file."""
        row = Row(number, self.layout.kind)
        for name, place, seen, cleaner in self.cleaners:
            cell = line[place]
            value, wrong = seen.get((cell.__class__, cell)) or cleaner(cell)
            if value is not None:
                row.values[name] = value
            elif wrong:
                row.refuse(name, cell, wrong)
        if len(line) > self.layout.width and any(cells.text(cell) for cell in line[self.layout.width :]):
            row.refuse(_("整行"), " ".join(map(cells.text, line)), _("内容比表头多，请检查引号和逗号"))
        return _settled(row)


def read_row(number: int, line: Sequence[Any], layout: Layout) -> Row:
    """One row by itself."""
    return Reader(layout).read(number, line)


def read_values(kind: FileKind, given: dict[str, Any]) -> Row:
    """The same for values by field name, as a form or an act gives them."""
    row = Row(0, kind)
    for column in COLUMNS[kind]:
        if column.name in given:
            value, wrong = _cleaned(column, given[column.name])
            if value is not None:
                row.values[column.name] = value
            elif wrong:
                row.refuse(column.name, given[column.name], wrong)
    return _settled(row)


# A value or None for a blank cell, and what is wrong.
_Outcome = tuple[Any, str]


class _Cleaner:
    """Cleans the cells of one column, and remembers the first ones: 12 and True are different cells."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.seen: dict[tuple[type, Any], _Outcome] = {}

    def __call__(self, cell: Any) -> _Outcome:
        found = _cleaned(self.column, cell)
        if len(self.seen) < REMEMBERED:
            self.seen[cell.__class__, cell] = found
        return found


def _cleaned(column: Column, cell: Any) -> _Outcome:
    if cell in ("", None) or not cells.text(cell):
        return None, _("不能为空，请填写%(label)s") % {"label": column.label} if column.required else ""
    try:
        value = column.clean(cell)
    except CellError as error:
        return None, str(error)
    if column.longest and len(value) > column.longest:
        return None, _("超过 %(longest)s 个字，请缩短") % {"longest": column.longest}
    # A cell of spaces and marks that nobody sees may be cleaned away altogether.
    return (value, "") if value != "" else _cleaned(column, "")


def _settled(row: Row) -> Row:
    """What cells of a row say only together."""
    if row.kind == FileKind.CUSTOMERS:
        _settle_province(row)
    elif row.kind == FileKind.CONTRACTS and "ends_on" in row.values:
        starts = row.values.get("starts_on")
        if starts and row.values["ends_on"] < starts:
            row.refuse("ends_on", row.values["ends_on"], _("早于开始日期，请更正其中一个"))
    return row


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
