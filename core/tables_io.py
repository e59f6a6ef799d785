"""Reading a table from a file: csv in the encodings in use in China, or an Excel or OpenDocument workbook.

The kind of file is told by its first bytes, never by its name.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from core.cells import text
from core.errors import ActError
from core.exports import as_written

LARGEST_FILE = 60 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableTable(ActError):
    code = "unreadable"
    status = 422
    message = _("无法读取该文件")


@dataclass(frozen=True)
class Table:
    """The header line and the data rows under it, as they stand in the file; row numbers count data rows from 1."""

    headers: list[str]
    rows: list[list[Any]]

    def numbered(self) -> Iterator[tuple[int, list[Any]]]:
        """Every data row with its number, as wide as the header at least; blank rows are counted and left out."""
        width = len(self.headers)
        for number, cells in enumerate(self.rows, start=1):
            if any(text(cell) for cell in cells):
                yield number, cells + [""] * (width - len(cells))


def read_table(content: bytes) -> Table:
    """The table in `content`; raises UnreadableTable with one sentence for the user."""
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(_("文件超过 60 MB，请拆分后再导入"))
    if not content.strip():
        raise UnreadableTable(_("文件是空的"))
    return _headed(_workbook_lines(content) if content.startswith(_WORKBOOKS) else _csv_lines(content))


def _headed(lines: Iterable[list[Any]]) -> Table:
    """The first line with two filled cells is the header: titles above it are skipped."""
    remaining = iter(lines)
    for line in remaining:
        headers = [text(cell) for cell in line]
        if sum(map(bool, headers)) > 1:
            return Table(headers, list(remaining))
    raise UnreadableTable(_("文件中没有表头行"))


def _workbook_lines(content: bytes) -> Iterator[list[Any]]:
    """The rows of the first sheet that holds any."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height:
                yield from sheet.iter_rows()
                return
    except CalamineError as error:
        raise UnreadableTable(_("无法打开该 Excel 文件，请另存为 .xlsx 后重试")) from error


def _csv_lines(content: bytes) -> Iterator[list[Any]]:
    decoded = decode(content)
    try:
        for line in csv.reader(io.StringIO(decoded, newline=""), delimiter=_delimiter(decoded)):
            yield [as_written(cell) for cell in line]
    except csv.Error as error:
        raise UnreadableTable(_("CSV 格式有误，请用 Excel 另存为 .xlsx 后重试")) from error


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
