"""The broker only carries wake-ups as JSON, and losing it loses nothing."""

import pickle
import time

import pytest
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from kombu import Connection
from kombu.exceptions import ContentDisallowed

from aftersales.celery import app
from aftersales.tasks import sweep
from core.models import Heartbeat


def test_only_json_is_written_and_read():
    assert app.conf.task_serializer == app.conf.result_serializer == "json"
    assert app.conf.accept_content == ["json"]
    assert app.conf.result_backend is None


def test_every_beat_expires_before_the_next_one():
    for entry in app.conf.beat_schedule.values():
        # What has an hour of its own comes once a day.
        often = entry["schedule"] if isinstance(entry["schedule"], float) else 24 * 3600
        assert entry["options"]["expires"] < often


def test_sweep_is_woken_at_least_every_fifteen_seconds():
    assert app.conf.beat_schedule["sweep"]["schedule"] <= 15


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_sweeps_when_the_broker_wakes_it():
    with start_worker(app, pool="threads", perform_ping_check=False, shutdown_timeout=30) as worker:
        sweep.apply_async(expires=60)
        worker.ensure_started()
        _wait_for_heartbeat()

    assert Heartbeat.objects.get(name="sweep").detail["failed"] == 0


@pytest.mark.postgres
def test_a_pickled_message_is_refused():
    with Connection(settings.CELERY_BROKER_URL) as connection:
        queue = connection.SimpleQueue("forged", accept=app.conf.accept_content)
        queue.put(pickle.dumps(print), content_type="application/x-python-serialize", content_encoding="binary")
        with pytest.raises(ContentDisallowed):
            queue.get(timeout=5)
        queue.clear()


def _wait_for_heartbeat() -> None:
    for _attempt in range(200):
        if Heartbeat.objects.filter(name="sweep").exists():
            return
        time.sleep(0.05)
