"""Two versions side by side: every change under its clause and in words, so that nobody must read YAML."""

from typing import Any

import pytest

from rulebook.book import Book, validated
from rulebook.changes import changed
from rulebook.differences import changed_clauses, differences


@pytest.fixture
def told(document: dict[str, Any], book: Book) -> Any:
    """`told(path=value…)`: the differences of a copy, as clause, what, and each changed key."""

    def tell(changes: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
        found = differences(book, validated(changed(document, changes)))
        return [(one.clause, one.what, [(key.what, key.before, key.after) for key in one.details]) for one in found]

    return tell


def test_bands_and_deciders_are_told_in_words(told: Any) -> None:
    bands = [{"le": 500, "by": "service_supervisor"}, {"gt": 500, "by": "general_manager"}]
    changes = {"approvals.parts_issue.bands": bands, "consequences.unreachable.decide": "general_manager"}

    assert told(changes) == [
        ("6.4", "签批：发件申请", [
            ("签批档", "≤ 300：服务主管；> 300 ≤ 1000：技质部长；> 1000：总经理", "≤ 500：服务主管；> 500：总经理"),
        ]),
        ("9.7", "考核：一小时内联系不上", [("裁决人", "技质部长", "总经理")]),
    ]  # fmt: skip


def test_a_parameter_is_told_with_everything_that_hangs_on_it(told: Any) -> None:
    found = told({"waiver_submit": "10d"})

    assert [(clause, what) for clause, what, _details in found] == [("5", "时限：到场时限"), ("6.2", "书面证明提交期限")]
    assert found[0][2] == [("免责", "凭据 书面证明，由 技质部长，时限 7天", "凭据 书面证明，由 技质部长，时限 10天")]


def test_zones_and_consequences_are_told_by_their_titles(told: Any) -> None:
    targets = [{"zone": "in_province", "within": "10h"}, {"zone": "out_province", "within": "48h"},
               {"zone": "overseas", "within": None}]  # fmt: skip
    sooner, at = told({"slas.arrival.targets": targets, "groups.late.keep": ["urgent_late"]})

    assert sooner[2] == [("时限", "省内 12小时；省外 48小时；境外 由人设定", "省内 10小时；省外 48小时；境外 由人设定")]
    assert at[2] == [("保留", "最高的一项", "急需服务未按时到位")]


def test_what_is_gone_or_new_is_told_as_such(document: dict[str, Any], book: Book) -> None:
    kept = [name for name in document["coverage"]["9.1"] if name != "consequences.message_missing"]
    after = validated(changed(document, {"consequences.message_missing": None, "coverage.9.1": kept}))
    gone, executed = differences(book, after)
    back = differences(after, book)[0]

    assert (gone.what, gone.after, back.before) == ("考核：未报送每日行踪", "（无）", "（无）")
    assert ("罚款 100.00 元" in gone.before, executed.what) == (True, "由什么执行")
    assert changed_clauses(book, after) == {"9.1"}


def test_equal_books_have_no_difference(book: Book) -> None:
    assert differences(book, book) == []
