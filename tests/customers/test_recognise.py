"""Headers, and values that only these files know."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import CellError
from customers.columns import COLUMNS, country, customer_class, recognise, warranty_class
from customers.rows import read_row, read_values
from customers.states import FileKind


@given(data=st.data(), kind=st.sampled_from(list(FileKind)))
def test_columns_are_found_in_any_order_and_under_any_name(data: Any, kind: FileKind) -> None:
    columns = data.draw(st.permutations(COLUMNS[kind]))
    headers = [data.draw(st.sampled_from([column.label, column.name, *column.synonyms])) for column in columns]

    layout = recognise(headers)

    assert layout.kind == kind
    assert [headers.index(headers[place]) for _column, place in layout.places] == [
        columns.index(column) for column, _place in layout.places
    ]


@pytest.mark.parametrize("written", ["A", "ａ", "A类", "a级"])
def test_a_class_is_one_of_three(written: str) -> None:
    assert customer_class(written) == "A"


@pytest.mark.parametrize("written", ["甲", "D", "AB", "类"])
def test_no_other_class_is_taken(written: str) -> None:
    with pytest.raises(CellError):
        customer_class(written)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("十八个月", "eighteen"),
        ("18", "eighteen"),
        (12.0, "twelve"),
        ("一年", "twelve"),
        ("６个月", "six"),
        ("Six", "six"),
    ],
)
@pytest.mark.django_db
def test_warranty_classes(written: Any, term: str) -> None:
    assert warranty_class(written) == term


@pytest.mark.parametrize(("written", "code"), [("德国", "DE"), ("de", "DE"), ("中国香港", "HK"), ("中国", "CN")])
def test_countries(written: str, code: str) -> None:
    assert country(written) == code


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(CellError):
        country("火星")


@given(name=st.text(st.characters(), max_size=300), address=st.text(st.characters(), max_size=400))
def test_a_cleaned_row_is_clean(name: str, address: str) -> None:
    row = read_values(FileKind.CUSTOMERS, {"number": "C1", "name": name, "address": address})

    again = read_values(FileKind.CUSTOMERS, row.values)
    assert again.values == row.values
    assert all(len(str(value)) <= 300 for value in row.values.values())


def test_every_fault_of_a_row_is_told_at_once() -> None:
    layout = recognise(["客户编号", "客户名称", "等级", "电话", "省份"])

    row = read_row(7, ["", "x" * 201, "甲", "123", "火星省"], layout)

    assert [problem.column for problem in row.problems] == ["客户编号", "客户名称", "客户等级", "联系电话", "省份"]
    assert row.values == {}
