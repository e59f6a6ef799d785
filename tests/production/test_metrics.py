"""/metrics tells requests and timers to who shows the token, and to nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from aftersales.metrics import requests as counted
from aftersales.metrics import timers
from aftersales.metrics.text import Metric, Sample, render
from aftersales.sweeping import sweep_round
from aftersales.tasks import sweep, verify
from core.models import Heartbeat
from core.subjects import Subject
from deadlines.models import Deadline
from rulebook.models import RulebookVersion

TOKEN = "correct-token"
NOON = "2026-03-02 12:00:00"


@pytest.fixture
def scrape(client: Client, db: None, settings: object) -> Callable[[], dict[str, float]]:
    settings.METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]

    def read() -> dict[str, float]:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        rows = (line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in rows}

    return read


def deadline(version: RulebookVersion, due_at: datetime, number: int = 1) -> Deadline:
    about = Subject("core.counter", number)
    return Deadline.objects.create(
        subject_type=about.type, subject_id=about.id, kind="arrival", event="arrival.late", clause="6.2",
        version=version, start_at=due_at - timedelta(hours=12), due_at=due_at,
    )  # fmt: skip


def test_without_a_token_there_is_no_such_page(client: Client, db: None) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}"])
def test_a_wrong_token_learns_nothing(client: Client, db: None, settings: object, given: str) -> None:
    settings.METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]
    answer = client.get("/metrics", headers={"Authorization": given} if given else {})

    assert (answer.status_code, answer.content) == (401, b"")


def test_requests_are_counted_by_route_with_their_durations(client: Client, scrape: Callable) -> None:
    before = scrape().get('aftersales_requests_total{route="health_live",method="GET",status="200"}', 0)
    for _time in range(3):
        client.get("/healthz/live")
    told = scrape()

    assert told['aftersales_requests_total{route="health_live",method="GET",status="200"}'] == before + 3
    assert told['aftersales_request_seconds_bucket{route="health_live",le="+Inf"}'] == before + 3
    assert told['aftersales_request_seconds_count{route="health_live"}'] == before + 3


def test_requests_of_other_processes_are_added(tmp_path: object, settings: object) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    counted.folder().mkdir(parents=True)
    row = [1.5, *[0] * 10, 2]
    (counted.folder() / "web-1.json").write_text(f'[["page", "GET", "200", {row}]]')

    mine = counted.Requests()
    mine.observe("page", "GET", 200, 0.001)
    assert mine.total()["page", "GET", "200"] == [1.501, 1, *[0] * 9, 2]
    counted.forget()
    assert sum(mine.total()["page", "GET", "200"][1:]) == 1


def test_what_is_due_and_how_late_it_is(scrape: Callable, version: RulebookVersion, at: Callable) -> None:
    deadline(version, at(NOON) - timedelta(seconds=300), 1)
    deadline(version, at(NOON) + timedelta(seconds=300), 2)
    with time_machine.travel(at(NOON), tick=False):
        told = scrape()

    assert told["aftersales_deadlines_open"] == 2
    assert told["aftersales_deadlines_due"] == 1
    assert told["aftersales_sweep_lateness_seconds"] == 300


@pytest.mark.parametrize(("seconds", "alive"), [(0, 1), (90, 1), (91, 0)])
def test_a_worker_that_is_not_woken_is_not_alive(scrape: Callable, at: Callable, seconds: int, alive: int) -> None:
    with time_machine.travel(at(NOON), tick=False):
        sweep()
    with time_machine.travel(at(NOON) + timedelta(seconds=seconds), tick=False):
        told = scrape()

    assert told["aftersales_worker_alive"] == alive
    assert told['aftersales_heartbeat_age_seconds{job="sweep"}'] == seconds


def test_a_sweep_by_cron_does_not_make_the_worker_look_alive(scrape: Callable) -> None:
    sweep_round()
    told = scrape()

    assert told["aftersales_worker_alive"] == 0
    assert told['aftersales_heartbeat_age_seconds{job="sweep"}'] < 5


def test_the_nightly_verification_leaves_its_age_and_result(scrape: Callable) -> None:
    verify()
    told = scrape()

    assert told["aftersales_journal_broken_rows"] == 0
    assert told['aftersales_heartbeat_age_seconds{job="journal"}'] < 5
    assert Heartbeat.objects.get(name="journal").detail == {"broken": 0}


def test_the_timers_cost_six_statements(db: None, at: Callable, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(6):
        list(timers.metrics(at(NOON)))


def test_a_name_cannot_break_out_of_its_label() -> None:
    told = render([Metric("m", "gauge", "Meaning.", [Sample(0.5, {"route": 'a"} 1\nb\\'})])])

    assert told.splitlines()[2] == r'm{route="a\"} 1\nb\\"} 0.5'
