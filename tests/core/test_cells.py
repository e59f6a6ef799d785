"""Cells as people type them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import cells
from core.cells import CellError


@pytest.mark.parametrize("clean", [cells.text, cells.prose, cells.plain, cells.code])
@given(written=st.text(st.characters(), max_size=30))
def test_cleaning_twice_is_cleaning_once(clean: Callable[[Any], str], written: str) -> None:
    once = clean(written)

    assert clean(once) == once
    once.encode()
    assert "\0" not in once


@given(number=st.from_regex(r"(1[3-9][0-9]{9}|0[3-9][0-9]{2}-?[0-9]{7,8}(-[0-9]{1,4})?|010[0-9]{8})", fullmatch=True))
def test_a_stored_phone_reads_as_itself(number: str) -> None:
    stored = cells.phone(number)

    assert cells.phone(stored) == stored


@given(value=st.decimals(min_value=0, max_value=9999999, allow_nan=False, places=4))
def test_money_is_rounded_half_up_once(value: Decimal) -> None:
    stored = cells.amount(str(value))

    assert abs(stored - value) <= Decimal("0.005")
    assert cells.amount(stored) == stored


@given(day=st.dates(cells.FIRST_DAY, cells.LAST_DAY))
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00"])
def test_a_day_reads_in_every_form(form: str, day: date) -> None:
    assert cells.day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("１３８００１３８０００", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        (13800138000.0, "13800138000"),
        ("（023）6800 1234", "023-68001234"),
        ("023-6800-1234", "023-68001234"),
        ("02368001234转801", "023-68001234-801"),
        ("0755-86001234 ext. 12", "0755-86001234-12"),
        ("400-800-1234", "4008001234"),
        ("+49 30 1234567", "+49301234567"),
    ],
)
def test_a_phone_has_one_form(written: Any, stored: str) -> None:
    assert cells.phone(written) == stored


@pytest.mark.parametrize("written", ["123", "68001234", "12345678901", "13800138000-1", "周敏", "1380013800", "=1+1"])
def test_what_nobody_can_call_is_refused(written: str) -> None:
    with pytest.raises(CellError):
        cells.phone(written)


@pytest.mark.parametrize(
    "value", [date(2024, 1, 31), datetime(2024, 1, 31, 9, 0), 45322.0, "2024/1/31", "2024年1月31日"]
)
def test_days_as_excel_gives_them(value: Any) -> None:
    assert cells.day(value) == date(2024, 1, 31)


@pytest.mark.parametrize("written", ["2024-02-30", "31/1/2024", "2024-1/31", "明天", "0024-01-01", "2024-01-31 08:00"])
def test_no_day_is_guessed(written: str) -> None:
    with pytest.raises(CellError):
        cells.day(written)


@pytest.mark.parametrize(
    ("written", "stored"),
    [(52000.0, "52000.00"), ("￥52，000.005 元", "52000.01"), (0.1, "0.10"), (1.005, "1.01"), ("1e3", "1000.00")],
)
def test_money_is_exact(written: Any, stored: str) -> None:
    assert str(cells.amount(written)) == stored


@pytest.mark.parametrize("written", ["-1", "nan", "Infinity", "1e99", "10000000000", "面议", "1_000"])
def test_no_price_is_refused(written: str) -> None:
    with pytest.raises(CellError):
        cells.amount(written)


def test_chinese_punctuation_stays_in_names() -> None:
    assert cells.prose("　永川（机械）厂，Ａ座１号 ") == "永川（机械）厂，A座1号"


def test_yes_and_no() -> None:
    assert [cells.flag(value) for value in ("是", "否", "Ｙ", True, "0")] == [True, False, True, True, False]
    with pytest.raises(CellError):
        cells.flag("也许")


@pytest.mark.parametrize(("number", "shown"), [("13800138000", "138****8000"), ("123", "****"), ("", "")])
def test_a_masked_phone_cannot_be_called(number: str, shown: str) -> None:
    assert cells.masked_phone(number) == shown
