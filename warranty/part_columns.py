"""The columns of a parts file, and its rows cleaned or refused; no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core import cells
from core.cells import CellError
from core.errors import OutOfRange
from core.tables_io import Table
from customers.columns import Column, UnknownHeaders, bare
from customers.rows import Problem

MOST_SAFETY = 1_000_000


def pieces(value: Any) -> int:
    """A whole number of pieces, not negative."""
    written = cells.plain(value)
    if not (written.isascii() and written.isdigit() and int(written) <= MOST_SAFETY):
        raise CellError(_("请填写 0 到一百万之间的整数"))
    return int(written)


COLUMNS = (
    Column("code", "件号", ("配件编号", "物料编码", "编码", "图号", "零件号"), cells.plain, 60, required=True),
    Column("name", "名称", ("配件名称", "品名", "物料名称"), longest=200, required=True),
    Column("unit", "单位", ("计量单位",), longest=20),
    Column("ex_works_price", "出厂价", ("出厂价格", "价格", "单价"), cells.amount, required=True),
    Column("stock_cost", "库存成本", ("成本", "成本价", "库存价"), cells.amount),
    Column("bulky", "大件", ("是否大件",), cells.flag),
    Column("safety", "安全库存", ("最低库存", "库存下限"), pieces),
)
LABELS = {column.name: column.label for column in COLUMNS}


@dataclass
class Row:
    """The cleaned values of the filled cells; a blank cell says nothing and changes nothing."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, value: Any, advice: str) -> None:
        self.problems.append(Problem(self.number, LABELS[name], cells.text(value), advice, name))

    @property
    def code(self) -> str:
        return str(self.values.get("code", ""))


def layout(headers: Sequence[str]) -> dict[str, int]:
    """In which place each of our columns stands; UnknownHeaders where a required one is missing or one stands twice."""
    names = {bare(name): column.name for column in COLUMNS for name in (column.name, column.label, *column.synonyms)}
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        name = names.get(bare(header))
        if name in found:
            raise UnknownHeaders(_("表头重复：%(labels)s，请只保留一列") % {"labels": LABELS[name]})
        if name:
            found[name] = place
    if missing := [column.label for column in COLUMNS if column.required and column.name not in found]:
        told = {"missing": "、".join(missing), "found": "、".join(filter(None, headers))}
        raise UnknownHeaders(_("缺少表头“%(missing)s”；文件中有“%(found)s”") % told)
    return found


def rows_of(table: Table) -> Iterator[Row]:
    """Every filled row; the second of two with the same part number is refused, whatever became of the first."""
    places, seen = layout(table.headers), dict[str, int]()
    for number, line in table.numbered():
        row = read({name: line[place] for name, place in places.items()}, number)
        if row.code:
            first = seen.setdefault(row.code, number)
            if first != number:
                row.refuse("code", row.code, _("与第 %(row)s 行重复，请只保留一行") % {"row": first})
        yield row


def read(given: Mapping[str, Any], number: int = 0) -> Row:
    """One row of values by column name; row 0 is a form."""
    row = Row(number)
    for column in COLUMNS:
        if column.name not in given:
            continue
        _clean(row, column, given[column.name])
    return row


def _clean(row: Row, column: Column, cell: Any) -> None:
    if cells.text(cell) == "":
        if column.required:
            row.refuse(column.name, cell, _("不能为空"))
        return
    try:
        value = column.clean(cell)
    except CellError as error:
        row.refuse(column.name, cell, str(error))
        return
    if column.longest and len(value) > column.longest:
        row.refuse(column.name, cell, _("不能超过 %(most)s 个字") % {"most": column.longest})
        return
    row.values[column.name] = value


def cleaned(row: Row) -> dict[str, Any]:
    """The values of a form's row, or OutOfRange with each field's advice."""
    if row.problems:
        details = {problem.field: problem.advice for problem in row.problems}
        raise OutOfRange("；".join(f"{problem.column}：{problem.advice}" for problem in row.problems), details=details)
    return row.values
