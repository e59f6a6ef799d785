"""Acts that engineer Zhang's phone has kept: one effect each, in the order of their job, told in JSON."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.models import IdempotencyKey, JournalEntry
from tests import factories
from tests.factories import NOTICE, World
from tickets.models import Arrival

pytestmark = pytest.mark.django_db
KEPT = {"X-Outbox": "1", "Accept": "application/json"}


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


@pytest.fixture
def phone(client: Client, world: World) -> Client:
    client.force_login(world.e1)
    return client


def send(phone: Client, url: str, key: str, *, after: str = "", data: Any = None, **headers: str) -> Any:
    told = {**KEPT, "Idempotency-Key": key, **({"X-Act-After": after} if after else {}), **headers}
    return phone.post(url, data or {}, headers=told)


def test_kept_act_is_done_once_however_often_it_comes(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)

    answers = [send(phone, f"/m/{ticket.number}/accept/", "accept-1") for _time in range(3)]

    assert [answer.json()["state"] for answer in answers] == ["applied"] * 3
    assert JournalEntry.objects.filter(act="accept").count() == 1


def test_act_waits_for_the_one_before_it(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)

    early = send(phone, f"/m/{ticket.number}/arrive/", "arrive-1", after="accept-1")

    assert (early.status_code, early.json()["state"]) == (425, "waiting")
    assert not Arrival.objects.exists()


def test_act_goes_once_the_one_before_it_has_gone(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)
    send(phone, f"/m/{ticket.number}/accept/", "accept-1")

    answer = send(phone, f"/m/{ticket.number}/arrive/", "arrive-1", after="accept-1")

    assert answer.json()["state"] == "applied"
    assert Arrival.objects.count() == 1


def test_refused_form_names_its_fields_and_leaves_no_key_behind(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)

    answer = send(phone, f"/m/{ticket.number}/appoint/", "appoint-1", data={"work": "检查"})

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "visit_at" in answer.json()["errors"]
    assert not IdempotencyKey.objects.filter(key="appoint-1").exists()


def test_mended_form_goes_under_the_same_key(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)
    send(phone, f"/m/{ticket.number}/decline/", "decline-1", data={"reason": ""})

    answer = send(phone, f"/m/{ticket.number}/decline/", "decline-1", data={"reason": "人在外省"})

    assert answer.json()["state"] == "applied"


def test_job_that_went_to_somebody_else_is_told_as_a_conflict(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world, engineer=world.e2)

    answer = send(phone, f"/m/{ticket.number}/accept/", "accept-1")

    assert answer.json()["state"] == "conflict"
    assert answer.json()["message"]


def test_act_done_already_is_told_as_a_conflict(phone: Client, world: World) -> None:
    ticket = factories.working(world)

    answer = send(phone, f"/m/{ticket.number}/accept/", "accept-2")

    assert answer.json()["state"] == "conflict"


def test_expired_session_is_told_without_a_redirect(client: Client, world: World) -> None:
    ticket = factories.dispatched(world)

    answer = send(client, f"/m/{ticket.number}/accept/", "accept-1")

    assert (answer.status_code, answer.json()["state"]) == (401, "sign_in")


def test_act_without_a_key_is_refused(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)

    answer = phone.post(f"/m/{ticket.number}/accept/", {}, headers=KEPT)

    assert answer.json()["state"] == "refused"
    assert not JournalEntry.objects.filter(act="accept").exists()


def test_time_of_the_phone_is_kept_as_a_claim_only(phone: Client, world: World) -> None:
    ticket = factories.dispatched(world)
    now, tapped = NOTICE + timedelta(hours=2), NOTICE + timedelta(hours=1)

    with clock.travel(now):
        send(phone, f"/m/{ticket.number}/arrive/", "arrive-1", **{"X-Device-Time": tapped.isoformat()})

    arrival = Arrival.objects.get()
    assert (arrival.received_at, arrival.device_time) == (now, tapped)


@pytest.mark.parametrize("age", ["-1", "1e3", "99999999999999", "十", str(61 * 86_400_000)])
def test_age_that_cannot_be_is_no_claim(phone: Client, world: World, age: str) -> None:
    ticket = factories.dispatched(world)

    answer = send(phone, f"/m/{ticket.number}/arrive/", "arrive-1", **{"X-Device-Age": age})

    assert answer.json()["state"] == "applied"
    assert Arrival.objects.get().age_ms is None
