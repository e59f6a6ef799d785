"""The one writer of tables for people outside: every export of the product goes through it.

A spreadsheet runs a cell that looks like a formula. In xlsx every string is therefore written as a text cell, in csv
a string that begins like a formula gets an apostrophe in front.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.clock import zone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# Also the small and mathematical forms, which some programs fold into the plain ones.
RISKY = tuple("=+-@\t\r\n\0＝＋－＠﹢﹣﹦﹫−")
_BLANKS = " \u3000\ufeff"
LONGEST_CELL = 32_767
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

NUMBERS = (int, float, Decimal)


def to_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1") -> bytes:
    """A workbook with one sheet; strings are text cells, whatever they begin with."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append([_text_cell(page, header) for header in headers])
    for row in rows:
        page.append([_cell(page, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to show Chinese."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([harmless(header) for header in headers])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def harmless(value: Any) -> str:
    """`value` as the text of a csv cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, NUMBERS) and not isinstance(value, bool):
        return str(value)
    written = _written(value)
    # A spreadsheet may trim spaces before it looks for a formula.
    return f"'{written}" if written.lstrip(_BLANKS).startswith(RISKY) else written


def as_written(cell: str) -> str:
    """What `harmless` was given, so that an exported csv can be imported again."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(_BLANKS).startswith(RISKY) else cell


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = value.astimezone(zone()) if value.tzinfo else value
        return f"{local:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(page: WriteOnlyWorksheet, value: Any) -> Any:
    if value is None or (isinstance(value, NUMBERS) and not isinstance(value, bool)):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return _text_cell(page, _written(value))


def _text_cell(page: WriteOnlyWorksheet, written: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page)
    # Setting `value` would make a formula of "=…": the type is fixed first and the text put in beside it.
    cell._value = _NO_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", str(written)))[:LONGEST_CELL]
    cell.data_type = TYPE_STRING
    cell.quotePrefix = True
    return cell
