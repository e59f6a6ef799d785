"""What every answer carries: a strict content policy outside the administration, and Chinese."""

import pytest

STRICT = "default-src 'self'"


@pytest.fixture
def policy(client, db):
    return lambda address: client.get(address).headers["Content-Security-Policy"]


def test_pages_run_no_inline_script_or_style(policy):
    assert STRICT in policy("/healthz")
    assert "unsafe" not in policy("/healthz")


def test_only_the_administration_may_evaluate(policy):
    assert "'unsafe-eval'" in policy("/admin/login/")
    assert "script-src" not in policy("/administration")


def test_an_english_browser_still_sees_chinese(client, db):
    answer = client.get("/admin/login/", headers={"Accept-Language": "en-US,en"}, follow=True)

    assert answer.headers["Content-Language"] == "zh-hans"


def test_the_chosen_language_is_kept(client, db, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert client.get("/healthz").headers["Content-Language"] == "en"


def test_an_unknown_language_is_ignored(client, db, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx-evil"

    assert client.get("/healthz").headers["Content-Language"] == "zh-hans"
