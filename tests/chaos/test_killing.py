"""kill -9 of web, worker, beat and broker at random while 2,000 deadlines fall due and people report faults."""

import os
import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from deadlines.models import Deadline
from tests.chaos import invariants
from tests.chaos.callers import Caller, nothing_acknowledged_is_lost
from tests.chaos.installation import Installation, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DEADLINES = 2000
SECONDS = float(os.environ.get("CHAOS_SECONDS", "45"))
PROCESSES = ("broker", "web", "worker", "beat")
RECOVERY = timedelta(seconds=60)


@dataclass
class Nemesis:
    """Kills one process after the other and lets each come back after a while, as a supervisor would."""

    product: Installation
    chance: random.Random
    kills: list[str] = field(default_factory=list)
    round: list[str] = field(default_factory=list)
    down: dict[str, float] = field(default_factory=dict)

    def rage(self, seconds: float) -> datetime:
        """Until everything runs again; returns when that was."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._back(time.monotonic())
            if (name := self._next()) in self.product.running:
                self._kill(name)
            time.sleep(self.chance.uniform(1, 3.5))
        self._back(float("inf"))
        return timezone.now()

    def _next(self) -> str:
        """Each of the four before any of them comes again."""
        self.round = self.round or self.chance.sample(PROCESSES, len(PROCESSES))
        return self.round.pop()

    def _kill(self, name: str) -> None:
        self.product.kill(name)
        self.kills.append(name)
        self.down[name] = time.monotonic() + self.chance.uniform(0.2, 3)

    def _back(self, moment: float) -> None:
        for name in [name for name, at in self.down.items() if at <= moment]:
            del self.down[name]
            self.product.start(name)


def test_no_acknowledged_act_is_lost_and_every_deadline_fires_once(product, running_out, world):
    seed = int(os.environ.get("CHAOS_SEED") or time.time())
    product.start(*PROCESSES)
    wait_for(product.answers)
    rows = running_out(DEADLINES, over=SECONDS, first=1)
    callers = [Caller(product, world.liaison, f"caller-{number}") for number in range(3)]
    for caller in callers:
        caller.thread.start()
    nemesis = Nemesis(product, random.Random(seed))  # noqa: S311 -- a seed that can be given again
    up_again = nemesis.rage(SECONDS)
    left = Deadline.objects.filter(pk__in=rows, fired_at=None)
    wait_for(lambda: not left.exists(), RECOVERY.total_seconds())
    wait_for(product.answers)
    for caller in callers:
        caller.over.set()
        caller.thread.join(30)
    told = nothing_acknowledged_is_lost(callers)
    invariants.each_fired_once(rows)
    invariants.never_early()
    invariants.journal_is_whole()
    late = Deadline.objects.filter(pk__in=rows, fired_at__gt=up_again + RECOVERY, due_at__lt=F("fired_at") - RECOVERY)
    assert not late.exists()
    print(f"seed {seed}: {len(nemesis.kills)} kills, {told} acts acknowledged")  # noqa: T201
    assert set(nemesis.kills) == set(PROCESSES)
    assert told > 0
