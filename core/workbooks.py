"""How large an .xlsx file really is, before anything opens it.

A zip may hold a thousand times its own size, and one cell far down and far right makes a reader set aside memory
for every cell before it. Both are measured on the packed parts themselves; what the file says of itself is ignored.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import ActError

MOST_UNPACKED = 600 * 1024 * 1024
MOST_CELLS = 16_000_000
MOST_PARTS = 1000
CHUNK = 1 << 20
OVERLAP = 64
# Cells beyond column Z, and cells and rows from the 100,000th on: what lies before them is never too much.
_FAR = re.compile(rb' r="([A-Z]{2,3}(?=\d)|(?=[A-Z]?\d{6}))[A-Z]?(\d{1,7})"')
LEAST_ROWS, LEAST_COLUMNS = 100_000, 26


class UnreadableTable(ActError):
    code = "unreadable"
    status = 422
    message = gettext_lazy("无法读取该文件")


def measure(content: bytes) -> None:
    """Raise UnreadableTable for a workbook that would not fit, or that is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _measure(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableTable(_("无法打开该 Excel 文件，请另存为 .xlsx 后重试")) from error


def _measure(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableTable(_("只能读取 .xlsx、.xls 和 .csv 文件，请另存为其中一种后重试"))
    if len(parts) > MOST_PARTS:
        raise _too_large()
    left = MOST_UNPACKED
    for part in parts:
        rows, columns = LEAST_ROWS, LEAST_COLUMNS
        for chunk, size in _chunks(archive, part, left):
            left -= size
            if left < 0:
                raise _too_large()
            if part.filename.startswith("xl/worksheets/"):
                for letters, number in set(_FAR.findall(chunk)):
                    rows, columns = max(rows, int(number)), max(columns, _place(letters))
        if rows * columns > MOST_CELLS:
            raise _too_large()


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> Iterator[tuple[bytes, int]]:
    """The unpacked part piece by piece, each with the end of the one before it, and how much of it is new."""
    # The declared size would end the reading early, where a liar wants it to end; past the limit we end it ourselves.
    part.file_size = left + 2 * CHUNK
    before = b""
    with archive.open(part) as packed:
        while new := packed.read(CHUNK):
            yield before + new, len(new)
            before = new[-OVERLAP:]


def _place(letters: bytes) -> int:
    """A is column 1, AA is 27."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _too_large() -> UnreadableTable:
    return UnreadableTable(_("表格展开后过大，请删去空白的行和列，或拆分后再导入"))
