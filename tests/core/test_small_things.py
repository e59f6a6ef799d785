"""Clock, money, numbers and refusals."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core import clock
from core.errors import ActError, Incomplete, NotFound, WrongState, require
from core.money import yuan
from core.numbering import next_number


def test_a_day_begins_at_midnight_in_the_company_not_in_utc(at):
    assert clock.local_day(datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)) == date(2026, 3, 2)
    assert clock.local_day(datetime(2026, 3, 2, 16, 0, 0, tzinfo=UTC)) == date(2026, 3, 3)


def test_travel_moves_the_clock_inside_the_block_only(at):
    noon = at("2026-03-02 12:00:00")
    with clock.travel(noon):
        assert clock.now() == noon
    assert clock.now() != noon


@pytest.mark.parametrize(
    ("given", "kept"), [("300.004", "300.00"), ("300.005", "300.01"), ("2.675", "2.68"), ("-1.005", "-1.01")]
)
def test_money_is_rounded_half_up(given, kept):
    assert yuan(given) == Decimal(kept)


def test_money_is_never_a_binary_fraction():
    with pytest.raises(TypeError):
        yuan(0.1)


@pytest.mark.django_db
def test_numbers_run_within_the_local_month(at):
    assert next_number("T", now=at("2026-11-30 23:59:59")) == "T2611-0001"
    assert next_number("T", now=at("2026-11-30 23:59:59")) == "T2611-0002"
    assert next_number("T", now=at("2026-12-01 00:00:00")) == "T2612-0001"
    assert next_number("V", now=at("2026-12-01 00:00:00")) == "V2612-0001"


@pytest.mark.parametrize("empty", [None, "", "   ", [], {}])
def test_require_names_what_is_missing(empty):
    with pytest.raises(Incomplete) as refused:
        require(reason=(empty, "原因"), note=("写了", "备注"))
    assert list(refused.value.details) == ["reason"]
    assert str(refused.value) == "请填写原因"


@pytest.mark.parametrize("given", [0, False, "0"])
def test_require_takes_zero_and_no_for_answers(given):
    require(amount=(given, "金额"))


def test_every_refusal_has_a_code_a_status_and_a_sentence():
    kinds = {kind.code: kind for kind in ActError.__subclasses__()}
    assert {
        "not_allowed",
        "own_case",
        "wrong_state",
        "incomplete",
        "out_of_range",
        "too_late",
        "not_assignable",
    } <= set(kinds)
    assert [kind for kind in kinds.values() if not 400 <= kind.status < 600 or not str(kind.message)] == []
    assert (NotFound.status, WrongState.status) == (404, 409)
