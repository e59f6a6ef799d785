"""Conditions compare facts; what is missing equals nothing."""

from typing import Any

import pytest

from rulebook.conditions import holds
from rulebook.schema.conditions import Condition


def condition(**tests: Any) -> Condition:
    return Condition.model_validate({path.replace("__", "."): test for path, test in tests.items()})


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ({"eq": "A"}, "A", True),
        ({"eq": "A"}, "B", False),
        ({"eq": "A"}, None, False),
        ({"eq": None}, None, False),
        ({"eq": True}, True, True),
        ({"eq": True}, 1, False),
        ({"eq": False}, None, False),
        ({"eq": 3}, "3.00", True),
        ({"ne": "A"}, "B", True),
        ({"ne": True}, None, True),
        ({"in": ("freight", "coach")}, "coach", True),
        ({"in": ("freight", "coach")}, "courier", False),
        ({"in": ("freight", "coach")}, None, False),
        ({"lt": 60}, 59, True),
        ({"lt": 60}, 60, False),
        ({"le": 60}, 60, True),
        ({"gt": 7}, 7, False),
        ({"gt": 7}, 8, True),
        ({"ge": 2}, 2, True),
        ({"ge": 2}, None, False),
        ({"ge": None}, 2, False),
        ({"gt": 300}, "300.01", True),
        ({"lt": "2026-03-02"}, "2026-03-01", True),
        ({"present": True}, "x", True),
        ({"present": True}, "", False),
        ({"present": False}, None, True),
        ({"gt": 1, "le": 3}, 3, True),
        ({"gt": 1, "le": 3}, 1, False),
    ],
)
def test_one_fact_is_compared(test: dict[str, Any], value: Any, expected: bool) -> None:
    assert holds(condition(some__fact=test), {"some.fact": value}) is expected


def test_all_facts_must_pass() -> None:
    both = condition(site__country={"eq": "CN"}, site__province={"eq": "重庆市"})

    assert holds(both, {"site.country": "CN", "site.province": "重庆市"})
    assert not holds(both, {"site.country": "HK", "site.province": "重庆市"})


def test_one_alternative_is_enough() -> None:
    either = condition(any=({"result": {"eq": "poor"}}, {"discipline": {"eq": "breach"}}))

    assert holds(either, {"result": "ok", "discipline": "breach"})
    assert not holds(either, {"result": "ok", "discipline": "ok"})


def test_no_condition_always_holds() -> None:
    assert holds(None, {})
