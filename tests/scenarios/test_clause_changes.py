"""A clause that is taken out, changed or added in a copy of the book changes what happens; no line of Python knows it.

Each kind is a short story with one expectation by the book as it is shipped, the control, and another by the copy.
"""

import json
from typing import Any

import pytest

from rulebook.book import canonical
from rulebook.changes import changed
from rulebook.loader import template
from scenarios.runner import play
from scenarios.stage import Stage

BOOK = template("equipment-maker")
AWAY = [
    {"at": "2026-03-03 09:00:00", "by": "quality_supervisor", "do": "order_departure", "trip": "V1",
     "with": {"engineer": "e1", "depart_on": "2026-03-04"}},
    {"at": "2026-03-04 08:00:00", "by": "e1", "do": "depart", "trip": "V1"},
]  # fmt: skip
UNANSWERED = {"by": "liaison", "do": "call_engineer", "with": {"engineer": "e1", "answered": False}}
NOT_CALLED_BACK = [
    {"at": "2026-03-05 10:00:00", **UNANSWERED},
    {"at": "2026-03-05 10:30:00", **UNANSWERED},
    {"at": "2026-03-05 11:00:01", "by": "e1", "do": "call_back"},
]
SENT = [
    {"at": "2026-03-02 08:00:00", "by": "liaison", "do": "report_fault", "ticket": "T1", "with": {"serial": "P1"}},
    {"at": "2026-03-02 08:10:00", "by": "liaison", "do": "dispatch", "ticket": "T1", "with": {"engineer": "e1"}},
]
REPORTED = [
    *SENT,
    {"at": "2026-03-02 11:00:00", "by": "e1", "do": "arrive", "ticket": "T1"},
    {"at": "2026-03-02 11:30:00", "by": "e1", "do": "submit_report", "report": "R1", "ticket": "T1",
     "with": {"work_done": "现场检查并测量", "analysis": "部件磨损超差", "proposal": "更换该部件"}},
    {"at": "2026-03-02 11:50:00", "by": "liaison", "do": "accept_report", "report": "R1"},
]  # fmt: skip
ASKED_400 = [
    *REPORTED,
    {"at": "2026-03-02 12:00:00", "by": "liaison", "do": "request_parts", "request": "Q1", "report": "R1",
     "with": {"lines": [{"part": "board", "qty": 1}, {"part": "seal", "qty": 2}]}},
    {"at": "2026-03-02 12:10:00", "by": "supervisor", "do": "judge", "request": "Q1",
     "with": {"department": "production"}},
]  # fmt: skip


def fake_card(number: int) -> list[dict[str, Any]]:
    return [
        {"at": f"2026-03-{number:02} 10:00:00", "by": "liaison", "do": "record_incident", "incident": f"I{number}",
         "with": {"kind": "card_falsified", "person": "e1"}},
        {"at": f"2026-03-{number:02} 16:00:00", "by": "head", "do": "confirm_penalty",
         "with": {"clause": "9.5", "person": "e1", "of": f"I{number}"}},
    ]  # fmt: skip


def penalties(clause: str, *amounts: Any, **more: Any) -> dict[str, Any]:
    """What stands against e1 under a clause: proposed amounts, or whole entries."""
    told = [
        one if isinstance(one, dict) else {"clause": clause, "person": "e1", "amount": one, "state": "proposed"}
        for one in amounts
    ]
    return {"penalties": {"person": "e1", "clause": clause, "are": told, **more}}


def at(instant: str, expected: dict[str, Any]) -> dict[str, Any]:
    return {"at": instant, "expect": expected}


CONFIRMED = {"clause": "9.5", "person": "e1", "amount": 500, "state": "confirmed"}
OFF_POST = {"clause": "9.5", "person": "e1", "state": "proposed", "off_post": True}
UNVISITED = {
    "clause": "7.8", "title": "未按季走访", "event": "obligation.visit_a.missed", "who": "field_engineer",
    "detect": "auto", "decide": "dept_head", "do": [{"fine": {"fixed": 80}}],
}  # fmt: skip
VISIT_C = {
    "clause": "7.8", "title": "丙类用户季度回访", "who": "customer.visited_by", "for_each": "customer",
    "when": {"customer.class": {"eq": "C"}}, "every": "quarter", "survey": "visit", "stop": "visit.made",
}  # fmt: skip
VISITED_C = {"kind": "visit", "customer": "c4", "period": "2026Q1"}

# What is changed in the copy, what happens, what the book as shipped makes of it (the control), what the copy does.
KINDS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any], dict[str, Any]]] = {
    "a consequence is taken out": (
        {
            "consequences.message_missing": None,
            "coverage.9.1": [name for name in BOOK["coverage"]["9.1"] if name != "consequences.message_missing"],
        },
        AWAY,
        at("2026-03-05 00:00:00", penalties("9.1", 100)),
        at("2026-03-05 00:00:00", penalties("9.1")),
    ),
    "another amount": (
        {"consequences.unreachable.do": [{"fine": {"fixed": "262.50"}}]},
        NOT_CALLED_BACK,
        {"expect": penalties("9.7", 200)},
        {"expect": penalties("9.7", 262.5)},
    ),
    "another limit": (
        {"slas.arrival.targets": [{"zone": "in_province", "within": "10h"}, *BOOK["slas"]["arrival"]["targets"][1:]]},
        [*SENT, {"at": "2026-03-02 19:00:00", "by": "e1", "do": "arrive", "ticket": "T1"}],
        {"expect": {"deadline": {"of": "T1", "kind": "arrival", "due": "2026-03-02 20:00:00", "state": "met"},
                    **penalties("6.2")}},
        {"expect": {"deadline": {"of": "T1", "kind": "arrival", "due": "2026-03-02 18:00:00", "state": "missed"},
                    **penalties("6.2", 1000)}},
    ),
    "a consequence more": (
        {
            "consequences.unvisited": UNVISITED,
            "coverage.7.8": [*BOOK["coverage"]["7.8"], "consequences.unvisited", "obligations.visit_c"],
        },
        [NOT_CALLED_BACK[0] | {"with": {"engineer": "e1", "answered": True}}],
        at("2026-04-01 00:00:00", penalties("7.8")),
        at("2026-04-01 00:00:00", penalties("7.8", 80)),
    ),
    "an obligation more": (
        {"obligations.visit_c": VISIT_C},
        [NOT_CALLED_BACK[0] | {"with": {"engineer": "e1", "answered": True}}],
        at("2026-03-06 09:00:00", {"obligation": {**VISITED_C, "state": "none"}}),
        at("2026-03-06 09:00:00", {"obligation": {**VISITED_C, "state": "open"}}),
    ),
    "another band": (
        {"approvals.parts_issue.bands": [
            {"le": 500, "by": "service_supervisor"}, {"gt": 500, "by": "general_manager"},
        ]},
        ASKED_400,
        {"expect": {"next_signer": {"Q1": "dept_head"}}},
        {"expect": {"next_signer": {"Q1": "service_supervisor"}}},
    ),
    "another decider": (
        {"consequences.unreachable.decide": "general_manager"},
        NOT_CALLED_BACK,
        {"by": "head", "do": "confirm_penalty", "with": {"clause": "9.7", "person": "e1"}},
        {"by": "head", "do": "confirm_penalty", "with": {"clause": "9.7", "person": "e1"}, "refused": "not_allowed"},
    ),
    "an escalation sooner": (
        {"escalations.fake_cards.at": {"ge": 2}},
        [*fake_card(2), *fake_card(3)],
        {"expect": penalties("9.5", CONFIRMED, CONFIRMED)},
        {"expect": penalties("9.5", CONFIRMED, CONFIRMED, OFF_POST)},
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=["shipped", "copy"])
def book(request, tmp_path_factory, _test_database, django_db_blocker):
    """Which book, and a stage of it. All changes are in one copy, so that its cast is read once."""
    file = None
    if request.param == "copy":
        changes = {path: value for kind in KINDS.values() for path, value in kind[0].items()}
        file = tmp_path_factory.mktemp("book") / "copy.yaml"
        file.write_text(canonical(changed(BOOK, changes)), "utf-8")
    with django_db_blocker.unblock(), Stage(book=file) as stage:
        yield request.param, stage


@pytest.mark.parametrize("kind", [pytest.param(kind, id=name) for name, kind in KINDS.items()])
def test_each_book_does_what_it_says_and_not_what_the_other_says(kind, book, scenario):
    _changes, steps, *endings = kind
    name, stage = book
    told = [[json.dumps(step, ensure_ascii=False) for step in [*steps, ending]] for ending in endings]
    as_shipped, as_in_the_copy = (play(scenario(*lines), stage) for lines in told)
    mine, others = (as_shipped, as_in_the_copy) if name == "shipped" else (as_in_the_copy, as_shipped)

    assert mine.message == ""
    assert not others.ok
