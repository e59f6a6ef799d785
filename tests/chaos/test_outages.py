"""Redis flushed, two beats, no worker at all: nothing but lateness (reliability rule 3, R5)."""

import time

import pytest
import redis

from aftersales.environment import broker_socket
from deadlines.models import Deadline
from tests.chaos import invariants
from tests.chaos.installation import wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

COUNT = 200


def all_fired(rows):
    return lambda: not Deadline.objects.filter(pk__in=rows, fired_at=None).exists()


def test_a_flushed_broker_loses_wake_ups_and_no_deadline(product, running_out):
    product.start("broker", "worker", "beat")
    rows = running_out(COUNT, over=12, first=2)
    broker = redis.Redis(unix_socket_path=str(broker_socket(product.folder)))
    wait_for(lambda: broker_socket(product.folder).exists())
    for _second in range(40):
        broker.flushall()
        if all_fired(rows)():
            break
        time.sleep(0.5)
    wait_for(all_fired(rows))
    invariants.each_fired_once(rows)
    invariants.never_early()


def test_two_beats_fire_nothing_twice(product, running_out):
    product.start("broker", "worker", "beat", "beat.2")
    rows = running_out(COUNT, over=15, first=2)
    wait_for(all_fired(rows))
    invariants.each_fired_once(rows)
    invariants.journal_is_whole()


def test_without_worker_and_beat_the_command_of_a_cron_job_does_all(product, running_out):
    rows = running_out(COUNT)
    assert product.manage("sweep") == 0
    invariants.each_fired_once(rows)
    assert product.manage("sweep") == 0
    invariants.each_fired_once(rows)
    invariants.journal_is_whole()
