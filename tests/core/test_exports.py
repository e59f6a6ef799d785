"""No exported cell is a formula, and what is exported reads back as it was."""

import ast
import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core import exports
from core.tables_io import read_table

RISKY_TEXT = st.builds(
    "{}{}".format, st.sampled_from(["", *exports.RISKY, " =", "　+"]), st.text(st.characters(), max_size=20)
)
STORED_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1)


@given(strings=st.lists(RISKY_TEXT, min_size=1, max_size=5))
@settings(max_examples=60)
@example(strings=['=HYPERLINK("http://example.invalid","点我")', "＝1+1", "-2+3", "\t=1", "@SUM(1)"])
def test_an_xlsx_holds_no_formula(strings: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(["=表头", *strings], [strings])))

    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s"}


@given(strings=st.lists(RISKY_TEXT, min_size=1, max_size=5))
def test_a_csv_cell_never_begins_like_a_formula(strings: list[str]) -> None:
    text = exports.to_csv(strings, [strings]).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" \u3000").startswith(exports.RISKY)]


@given(strings=st.lists(STORED_TEXT, min_size=2, max_size=4))
def test_an_exported_csv_reads_back(strings: list[str]) -> None:
    wanted = [f"={strings[0]}", f"＋{strings[1]}"]

    assert read_table(exports.to_csv(["甲", "乙"], [wanted])).rows == [wanted]


def test_numbers_and_days_stay_what_they_are() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(["价", "日"], [[Decimal("-1.20"), date(2026, 3, 2)]])))

    price, day = next(book.active.iter_rows(min_row=2))
    assert (price.data_type, price.value, day.value.date()) == ("n", -1.2, date(2026, 3, 2))


def test_csv_tells_numbers_days_and_instants_in_local_time() -> None:
    row = [Decimal("-1.20"), None, True, date(2026, 3, 2), datetime(2026, 3, 2, 0, 30, tzinfo=UTC)]

    assert exports.to_csv(list("abcde"), [row]).decode("utf-8-sig").splitlines()[1] == (
        "-1.20,,是,2026-03-02,2026-03-02 08:30:00"
    )


def test_nobody_else_writes_tables(root: Path) -> None:
    """S8: an export that goes past the writer would bring formulas back."""
    found = []
    for path in sorted(root.glob("[a-z]*/**/*.py")):
        inside = path.relative_to(root)
        if inside.parts[0] in {"tests", "var", "node_modules"} or inside == Path("core/exports.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = _imported(node) | ({node.attr} if isinstance(node, ast.Attribute) else set())
            if names & {"openpyxl", "xlsxwriter", "DictWriter"} or _is_csv_writer(node):
                found.append(f"{inside}:{node.lineno}")
    assert found == []


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return set()


def _is_csv_writer(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "writer" and getattr(node.value, "id", "") == "csv"
