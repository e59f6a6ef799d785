"""Workbooks that are larger than they look are refused before anything opens them."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from core import workbooks
from core.tables_io import UnreadableTable, read_table

BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", BOOK)
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def cell(reference: str) -> bytes:
    return f'<worksheet><sheetData><row r="1"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'.encode()


def test_an_ordinary_workbook_passes() -> None:
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["编号", "名称"])
    book.save(stream)

    workbooks.measure(stream.getvalue())


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 5_000_000)
    bomb = archive(**{"xl/worksheets/sheet1.xml": b"0" * 6_000_000})
    assert len(bomb) < 20_000

    with pytest.raises(UnreadableTable, match="过大"):
        workbooks.measure(bomb)


def test_a_declared_size_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 5_000_000)
    content = b"0" * 6_000_000
    bomb = archive(**{"xl/worksheets/sheet1.xml": content})
    liar = bomb.replace(len(content).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert liar != bomb

    with pytest.raises(UnreadableTable, match="过大"):
        workbooks.measure(liar)


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZ200000", "AAA100001"])
def test_one_cell_far_away_is_refused(reference: str) -> None:
    with pytest.raises(UnreadableTable, match="过大"):
        read_table(archive(**{"xl/worksheets/sheet1.xml": cell(reference)}))


@pytest.mark.parametrize("reference", ["A1", "Z99999", "CV150000"])
def test_what_a_company_may_really_have_passes(reference: str) -> None:
    workbooks.measure(archive(**{"xl/worksheets/sheet1.xml": cell(reference)}))


def test_what_is_no_workbook_of_excel_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("content.xml", b"<office/>")

    with pytest.raises(UnreadableTable, match=r"只能读取 \.xlsx"):
        workbooks.measure(stream.getvalue())


def test_too_many_rows_and_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.tables_io.MOST_ROWS", 3)

    with pytest.raises(UnreadableTable, match="超过 3 行"):
        read_table(b"a,b\n" + b"1,2\n" * 4)
    with pytest.raises(UnreadableTable, match="超过 200 列"):
        read_table(",".join(f"c{n}" for n in range(201)).encode())
