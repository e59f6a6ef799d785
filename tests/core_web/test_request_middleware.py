"""Request ids, sign-in, and how a refusal is told."""

import pytest
from django.test import Client

HTMX = {"HX-Request": "true"}


def test_request_id_of_the_proxy_is_kept(browser: Client) -> None:
    assert browser.get("/take/", headers={"X-Request-Id": "edge-0123456789"})["X-Request-Id"] == "edge-0123456789"


@pytest.mark.parametrize("given", ["", "short", "with space in it", "x" * 65, "行号一二三四五六七八"])
def test_request_id_that_is_missing_or_malformed_is_replaced(browser: Client, given: str) -> None:
    answered = browser.get("/take/", headers={"X-Request-Id": given})["X-Request-Id"]

    assert answered != given
    assert len(answered) == 16


@pytest.mark.django_db
def test_expired_session_on_a_page_leads_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/take/?zone=1")

    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=/take/%3Fzone%3D1"


@pytest.mark.django_db
def test_expired_session_inside_a_part_of_a_page_leads_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.post("/take/", headers={**HTMX, "HX-Current-URL": "http://testserver/tickets/T2611-0431/?tab=2"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=/tickets/T2611-0431/%3Ftab%3D2"
    assert answer.content == b""


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["https://evil.example/x", "//evil.example", "javascript:alert(1)", ""])
def test_expired_session_never_leads_to_another_site(client: Client, url: str) -> None:
    assert client.post("/take/", headers={**HTMX, "HX-Current-URL": url})["HX-Redirect"] == "/login/?next=/"


def test_refusal_is_a_page_that_tells_how_to_go_on(browser: Client) -> None:
    answer = browser.post("/refuse/", {"_key": "k1"})

    assert answer.status_code == 409
    assert "当前状态不能执行此操作" in answer.content.decode()
    assert "请返回后刷新页面" in answer.content.decode()


def test_refusal_inside_a_part_is_one_line_at_the_edge_of_the_page(browser: Client) -> None:
    answer = browser.post("/refuse/", {"_key": "k1"}, headers=HTMX)

    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, "#toasts", "beforeend")
    assert "<html" not in answer.content.decode()


def test_refusal_is_json_for_who_asked_for_json(browser: Client) -> None:
    answer = browser.post("/incomplete/", {"_key": "k1"}, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json() == {"code": "incomplete", "message": "请填写原因", "details": {"reason": "请填写原因"}}


def test_what_is_missing_is_told_in_chinese(browser: Client) -> None:
    answer = browser.get("/missing/")

    assert answer.status_code == 404
    assert "没有找到该记录" in answer.content.decode()


def test_a_crash_says_that_nothing_happened(browser: Client) -> None:
    answer = browser.post("/crash/", {"_key": "k1"})

    assert answer.status_code == 500
    assert "这次操作没有生效" in answer.content.decode()


@pytest.mark.parametrize("url", ["/take/?q=a%00", "/take%00/", "/missing/%00/"])
def test_an_address_that_no_database_takes_is_not_found(browser: Client, url: str) -> None:
    answer = browser.get(url)

    assert (answer.status_code, "没有找到该记录" in answer.content.decode()) == (404, True)
