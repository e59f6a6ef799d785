"""Guessing passwords is stopped for a name from everywhere together, and its owner is not (reliability S14)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts import devices
from accounts.models import SignInCount
from accounts.services import forget_attempts, found_company, take_attempt
from core.journal import SYSTEM
from tests.accounts.conftest import Hire
from tests.support.parallel import at_once

PASSWORD = "correct horse 7"


@pytest.fixture(autouse=True)
def lin(db: None, hire: Hire, january: datetime) -> None:
    found_company(name="示范设备", home_province="重庆", actor=SYSTEM, now=january)
    hire("Lin", "liaison", password=PASSWORD)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that reached the hasher."""
    seen: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return seen


def sign_in(client: Client, username: str = "lin", password: str = PASSWORD, address: str = "10.0.0.1") -> int:
    given = {"username": username, "password": password}
    return client.post("/login/", given, REMOTE_ADDR=address).status_code


def attack(guesses: int, username: str = "lin") -> None:
    for number in range(guesses):
        sign_in(Client(), username, f"guess {number}", f"10.1.{number // 250}.{number % 250}")


def test_of_a_thousand_guesses_from_as_many_addresses_twenty_at_most_are_looked_at(hashed: list[str]) -> None:
    attack(1000)

    assert 0 < len(hashed) <= 20


def test_a_name_that_does_not_exist_is_counted_and_answered_the_same(hashed: list[str]) -> None:
    attack(30, "nobody")

    assert len(hashed) == 10
    assert sign_in(Client(), "nobody") == sign_in(Client(), "nobody", address="10.9.9.9") == 429


def test_who_is_attacked_still_signs_in_on_a_device_that_he_has_used() -> None:
    mine = Client()
    assert sign_in(mine) == 302
    mine.post("/logout/")
    attack(100)

    assert sign_in(Client(), address="10.2.2.2") == 429
    assert sign_in(mine) == 302


def test_an_attack_from_his_own_office_does_not_lock_him_out_either() -> None:
    mine = Client()
    sign_in(mine)
    mine.post("/logout/")
    for _guess in range(10):
        sign_in(Client(), password="wrong")

    assert sign_in(Client()) == 429
    assert sign_in(mine) == 302


def test_a_device_is_known_under_its_own_name_only(hire: Hire) -> None:
    hire("Su", "clerk", password=PASSWORD)
    mine = Client()
    sign_in(mine)
    mine.post("/logout/")
    attack(20, "su")

    assert sign_in(mine, "su") == 429


def test_guessing_on_a_known_device_ends_as_well(hashed: list[str]) -> None:
    stolen = Client()
    sign_in(stolen)
    stolen.post("/logout/")
    hashed.clear()
    answers = [sign_in(stolen, password=f"guess {number}") for number in range(30)]

    assert answers[-1] == 429
    assert len(hashed) == 10


@pytest.mark.parametrize("forged", ["", "x", "lin.0123", "ZGV2aWNl:1tq:abc"])
def test_a_cookie_of_ones_own_making_makes_no_known_device(forged: str) -> None:
    client = Client()
    client.cookies[devices._cookie("lin")] = forged
    attack(20)

    assert sign_in(client) == 429


def test_after_a_quarter_of_an_hour_everybody_may_try_again(at: Callable[[str], datetime]) -> None:
    noon = at("2026-03-02 12:00:00")
    with time_machine.travel(noon, tick=False):
        attack(20)
    with time_machine.travel(noon + timedelta(minutes=15), tick=False):
        assert sign_in(Client()) == 302


def test_the_right_password_begins_the_count_anew() -> None:
    for _day in range(5):
        for number in range(4):
            sign_in(Client(), password=f"wrong {number}")
        assert sign_in(Client()) == 302


def test_the_table_of_counts_names_nobody_and_is_emptied(at: Callable[[str], datetime]) -> None:
    noon = at("2026-03-02 12:00:00")
    take_attempt(username="lin", device="", now=noon)

    assert "lin" not in SignInCount.objects.get().key
    assert forget_attempts(now=noon + timedelta(days=1)) == 0
    assert forget_attempts(now=noon + timedelta(days=1, microseconds=1)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_instant_are_counted_one_by_one(at: Callable[[str], datetime]) -> None:
    noon = at("2026-03-02 12:00:00")

    answers = at_once([lambda: take_attempt(username="lin", device="", now=noon) for _guess in range(40)])

    assert sorted(answers) == [False] * 30 + [True] * 10
