"""/healthz is green while the database answers and the newest sweep is younger than ninety seconds."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from aftersales.sweeping import sweep_round
from aftersales.tasks import sweep
from core.models import Heartbeat

pytestmark = pytest.mark.django_db
NOON = "2026-03-02 12:00:00"


@pytest.mark.parametrize("address", ["/healthz", "/healthz/timers"])
def test_red_before_the_first_sweep(client, address):
    assert client.get(address).status_code == 503


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (90, 200), (91, 503)])
@pytest.mark.parametrize("address", ["/healthz", "/healthz/timers"])
def test_red_when_the_newest_sweep_is_older_than_ninety_seconds(client, at, address, seconds, status):
    with time_machine.travel(at(NOON), tick=False):
        sweep_round()
    with time_machine.travel(at(NOON) + timedelta(seconds=seconds), tick=False):
        answer = client.get(address)

    assert answer.status_code == status
    assert answer.json()["status"] == ("ok" if status == 200 else "failing")
    assert answer.json()["timers"] == {"ok": status == 200, "age_seconds": seconds}


def test_red_names_the_part_that_fails(client):
    assert client.get("/healthz").json() == {
        "status": "failing", "database": {"ok": True}, "timers": {"ok": False, "age_seconds": None},
    }  # fmt: skip


def test_health_needs_no_sign_in_and_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/healthz")


def test_health_refuses_to_be_written(client):
    assert client.post("/healthz").status_code == 405


def test_command_sweeps_once_and_leaves_a_heartbeat(capsys):
    call_command("sweep")

    assert capsys.readouterr().out == "0 fired, 0 warned, 0 opened, 0 failed, 0 sent\n"
    assert (timezone.now() - Heartbeat.objects.get(name="sweep").beat_at).total_seconds() < 5


def test_task_sweeps_too():
    sweep()

    assert Heartbeat.objects.get(name="sweep").detail == {
        "opened": 0, "fired": 0, "warned": 0, "failed": 0, "reminded": 0,
    }  # fmt: skip
