"""Guessing passwords stops after five tries, for one person from one address."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from aftersales.lockout import locked_out
from core.addresses import client_address


@pytest.fixture
def request_from():
    def build(peer, forwarded=""):
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        return RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)

    return build


def test_without_proxies_a_forwarded_address_is_no_address(request_from):
    assert client_address(request_from("10.0.0.7", "1.2.3.4")) == "10.0.0.7"


def test_behind_one_proxy_the_address_it_saw_counts(request_from, settings):
    settings.TRUSTED_PROXIES = 1

    assert client_address(request_from("10.0.0.1", "6.6.6.6, 1.2.3.4")) == "1.2.3.4"


def test_behind_a_proxy_that_added_nothing_the_peer_counts(request_from, settings):
    settings.TRUSTED_PROXIES = 2

    assert client_address(request_from("10.0.0.1", "1.2.3.4")) == "10.0.0.1"


def test_the_answer_says_in_chinese_how_long(request_from):
    answer = locked_out(request_from("10.0.0.7"))

    assert answer.status_code == 429
    assert "请 15 分钟后再试" in answer.content.decode()


def test_the_sixth_guess_is_locked_out_and_others_are_not(client, db):
    for _guess in range(5):
        last = guess(client, "wang")

    assert last.status_code == 429
    assert guess(client, "zhao").status_code == 200


def guess(client, username):
    return client.post(reverse("accounts:login"), {"username": username, "password": "wrong"})
