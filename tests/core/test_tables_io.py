"""Tables from files of any kind."""

import io

import pytest
from openpyxl import Workbook

from core.tables_io import UnreadableTable, read_table

LINES = "编号,名称\n1,永川机械厂\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding(encoding: str) -> None:
    table = read_table(LINES.encode(encoding))

    assert (table.headers, table.rows) == (["编号", "名称"], [["1", "永川机械厂"]])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter(delimiter: str) -> None:
    assert read_table(LINES.replace(",", delimiter).encode()).headers == ["编号", "名称"]


def test_a_title_above_the_header_is_skipped() -> None:
    assert read_table(f"客户一览表,\n\n{LINES}".encode()).headers == ["编号", "名称"]


def test_quoted_line_breaks_and_commas_stay_in_their_cell() -> None:
    table = read_table('编号,名称\n1,"甲,乙\n丙"\n'.encode())

    assert table.rows == [["1", "甲,乙\n丙"]]


def test_the_first_sheet_with_rows_is_read() -> None:
    book = Workbook()
    for row in (["编号", "名称"], [1, "永川机械厂"]):
        book.create_sheet("台账").append(row) if len(book.sheetnames) == 1 else book["台账"].append(row)
    stream = io.BytesIO()
    book.save(stream)

    assert read_table(stream.getvalue()).rows == [[1.0, "永川机械厂"]]


def test_numbers_count_rows_as_they_stand_in_the_file() -> None:
    table = read_table("编号,名称\n\n1\n".encode())

    assert list(table.numbered()) == [(2, ["1", ""])]


@pytest.mark.parametrize(
    "content", [b"", b"  \n ", b"only\nlines\n", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0junk", b"\x81\xff"]
)
def test_what_is_no_table_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableTable):
        read_table(content)
