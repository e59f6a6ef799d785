"""Reading a table from a file: csv in the encodings in use in China, or an Excel workbook.

The kind of file is told by its first bytes, never by its name. Nothing is trusted: sizes are measured before a
workbook is opened, and a cell is a value, never a formula.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from core.cells import text
from core.exports import as_written
from core.workbooks import UnreadableTable, measure

__all__ = ["LARGEST_FILE", "Table", "UnreadableTable", "decode", "read_table"]

LARGEST_FILE = 60 * 1024 * 1024
MOST_ROWS = 300_000
MOST_COLUMNS = 200
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Lines:
    """The lines of a file from its first: `read` starts anew at every call; `count` of them where it is known."""

    read: Callable[[], Iterator[list[Any]]]
    count: int | None = None


@dataclass(frozen=True)
class Table:
    """The header line and the data rows under it, as they stand in the file; row numbers count data rows from 1.

    `above` of the lines are the header and titles over it. A file is read anew whenever the rows are asked for.
    """

    headers: list[str]
    lines: Lines
    above: int

    def __iter__(self) -> Iterator[list[Any]]:
        yield from islice(self.lines.read(), self.above, None)

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return sum(1 for _line in self) if self.lines.count is None else self.lines.count - self.above

    @property
    def rows(self) -> list[list[Any]]:
        """All data rows at once: for small files."""
        return list(self)

    def numbered(self) -> Iterator[tuple[int, list[Any]]]:
        """Every data row with its number, as wide as the header at least; blank rows are counted and left out."""
        width = len(self.headers)
        for number, cells in enumerate(self, start=1):
            if cells and (text(cells[0]) or any(map(text, cells))):
                yield number, cells if len(cells) >= width else cells + [""] * (width - len(cells))


def read_table(source: bytes | Path) -> Table:
    """The table in `source`, the file's content or its path; raises UnreadableTable with one sentence for the user."""
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(_("文件超过 60 MB，请拆分后再导入"))
    if not content.strip():
        raise UnreadableTable(_("文件是空的"))
    return _headed(_workbook_lines(content) if content.startswith((_ZIP, _OLE)) else _csv_lines(content))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableTable(_("找不到文件 %(name)s") % {"name": path})
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableTable(_("文件超过 60 MB，请拆分后再导入"))
    return path.read_bytes()


def _headed(lines: Lines) -> Table:
    """The first line with two filled cells is the header: titles above it are skipped."""
    for above, line in enumerate(lines.read(), start=1):
        headers = [text(cell) for cell in line]
        if sum(map(bool, headers)) > 1:
            return _bounded(Table(headers, lines, above))
    raise UnreadableTable(_("文件中没有表头行"))


def _bounded(table: Table) -> Table:
    if len(table.headers) > MOST_COLUMNS:
        raise UnreadableTable(_("表头超过 %(most)s 列，请删去不用的列") % {"most": MOST_COLUMNS})
    if len(table) > MOST_ROWS:
        raise UnreadableTable(_("文件超过 %(most)s 行，请拆分后再导入") % {"most": MOST_ROWS})
    return table


def _workbook_lines(content: bytes) -> Lines:
    """The rows of the first sheet that holds any."""
    if content.startswith(_ZIP):
        measure(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.end is not None:
                return Lines(sheet.iter_rows, sheet.end[0] + 1)
    except CalamineError as error:
        raise UnreadableTable(_("无法打开该 Excel 文件，请另存为 .xlsx 后重试")) from error
    raise UnreadableTable(_("文件中没有表头行"))


def _csv_lines(content: bytes) -> Lines:
    decoded = decode(content)
    delimiter = _delimiter(decoded)

    def lines() -> Iterator[list[Any]]:
        try:
            for line in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter):
                yield [as_written(cell) for cell in line]
        except csv.Error as error:
            raise UnreadableTable(_("CSV 格式有误，请用 Excel 另存为 .xlsx 后重试")) from error

    return Lines(lines)


def decode(content: bytes) -> str:
    """Text by its byte order mark, else UTF-8 when it is valid, else GB18030."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable(_("无法识别文件编码，请另存为 UTF-8 或 GB18030（GBK）编码的 CSV，或 .xlsx"))


def _delimiter(decoded: str) -> str:
    head = decoded[:4000].split("\n", 1)[0]
    return max(",\t;", key=head.count)
