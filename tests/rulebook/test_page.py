"""The regulation as everybody reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from rulebook.book import Book
from rulebook.models import RulebookVersion
from rulebook.selectors import clause_lines
from rulebook.showing import clauses


@pytest.fixture
def told(book: Book) -> dict[str, list[str]]:
    return {one.line.number: one.executes for one in clauses(book, clause_lines(book))}


def test_a_clause_tells_what_it_costs_and_who_decides(told: dict[str, list[str]]) -> None:
    assert "考核：未按时到场（罚款 1000.00 元；技质部长裁决）" in told["6.2"]
    assert "考核：旧件与报告不符（承担损失 出厂价 × 10% 至 20%；技质部长裁决）" in told["9.2"]
    assert "考核：私卖配件或乱收费（没收 等于违规所得、罚款 5000.00 元、下岗；技质部长裁决）" in told["9.11"]


def test_shares_are_told_by_role(told: dict[str, list[str]]) -> None:
    media = next(name for name in told["9.12"] if "媒体曝光" in name)

    assert "质量服务主管 罚款 10000.00 元；技质部长 罚款 10000.00 元；责任人 罚款 5000.00 元" in media


def test_workflows_and_clocks_are_named(told: dict[str, list[str]]) -> None:
    assert {"时限：到场时限", "流程：书面证明"} <= set(told["6.2"])
    assert told["8.3"] == []


def test_every_parameter_stands_at_its_clauses(book: Book) -> None:
    figures = {one.line.number: {figure.title for figure in one.figures} for one in clauses(book, clause_lines(book))}

    assert "累计次数的期间" in figures["9.5"] & figures["9.10"]
    assert "申诉期限" in figures["9.1"]
    assert set().union(*figures.values()) == {param.title for param in book.params.values()}


def test_values_are_told_in_words(book: Book) -> None:
    values = {figure.title: figure.value for one in clauses(book, clause_lines(book)) for figure in one.figures}

    assert (values["申诉期限"], values["截止日含当日"], values["境外到场时限"]) == ("15天", "是", "未填")
    assert values["累计次数的期间"] == "任职期间"


def test_the_page_shows_the_version_in_force(client: Client, first: RulebookVersion, zhou: Person) -> None:
    client.force_login(zhou)

    page = client.get(reverse("rulebook:clauses")).content.decode()

    assert "售后服务规范化制度" in page
    assert page.count('class="clause-row"') == 38
    assert 'id="c5,6.2"' in page
    assert client.get(reverse("rulebook:clauses"), {"version": "9" * 5000}).status_code == 200


def test_who_is_not_signed_in_is_asked_to(client: Client, first: RulebookVersion) -> None:
    answer = client.get(reverse("rulebook:clauses"))

    assert answer.status_code == 302
