"""Changes by parameter name or dotted path; a value replaces the whole value there."""

from typing import Any

import pytest

from rulebook.changes import UnknownPath, changed


@pytest.fixture
def small() -> dict[str, Any]:
    return {
        "tz": "Asia/Shanghai",
        "params": {"home_province": {"type": "region", "value": None}},
        "slas": {"arrival": {"targets": [1, 2], "calendar": "always"}},
        "coverage": {"6.2": ["a"], "6.20": ["b"]},
    }


def test_a_bare_name_is_a_parameter(small: dict[str, Any]) -> None:
    assert changed(small, {"home_province": "重庆市"})["params"]["home_province"] == {
        "type": "region",
        "value": "重庆市",
    }


def test_a_path_replaces_the_whole_value(small: dict[str, Any]) -> None:
    assert changed(small, {"slas.arrival.targets": [3]})["slas"]["arrival"] == {"targets": [3], "calendar": "always"}


def test_a_clause_number_is_one_step(small: dict[str, Any]) -> None:
    assert changed(small, {"coverage.6.2": ["c"], "coverage.6.20": ["d"]})["coverage"] == {"6.2": ["c"], "6.20": ["d"]}


def test_a_key_may_be_added_where_its_block_exists(small: dict[str, Any]) -> None:
    assert changed(small, {"slas.arrival.warn": "2h"})["slas"]["arrival"]["warn"] == "2h"
    assert changed(small, {"slas.response": {"x": 1}})["slas"]["response"] == {"x": 1}


def test_null_removes_an_entry_but_only_blanks_a_value(small: dict[str, Any]) -> None:
    assert changed(small, {"slas.arrival": None})["slas"] == {}
    assert changed(small, {"slas.arrival.calendar": None})["slas"]["arrival"]["calendar"] is None


def test_the_document_itself_stays(small: dict[str, Any]) -> None:
    targets = [9]
    copy = changed(small, {"slas.arrival.targets": targets, "tz": "UTC"})
    targets.append(10)

    assert (small["slas"]["arrival"]["targets"], small["tz"]) == ([1, 2], "Asia/Shanghai")
    assert (copy["slas"]["arrival"]["targets"], copy["tz"]) == ([9], "UTC")


@pytest.mark.parametrize(
    "path", ["nothing", "home_town", "slas.response.targets", "tz.name", "slas.arrival.targets.zone", ""]
)
def test_a_path_that_leads_nowhere_is_refused(small: dict[str, Any], path: str) -> None:
    with pytest.raises(UnknownPath, match="制度中没有"):
        changed(small, {path: 1})
