"""Dying between any two statements of a firing loses nothing; a sweep that commits its claim first loses some."""

import pytest
from django.db import transaction
from django.utils import timezone

from core.journal import SYSTEM
from deadlines import services
from deadlines.models import Deadline
from deadlines.services.firing import as_fact
from judgement.models import Fact
from judgement.services import record_facts
from tests.chaos import invariants
from tests.chaos.crashing import KILLED, Steps, die_in, watched

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROWS = 3


def sweep() -> None:
    services.sweep(now=timezone.now())


def careless_sweep() -> None:
    """The control: claims and commits, and only then acts."""
    rows = list(Deadline.objects.filter(fired_at=None, due_at__lt=timezone.now()).select_related("version", "person"))
    with transaction.atomic():
        Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(fired_at=timezone.now())
    with transaction.atomic():
        record_facts([as_fact(row) for row in rows], actor=SYSTEM, now=timezone.now())


def points_of(work, running_out) -> list[str]:
    """The named points of one firing, from a run that was let live; the book has been read before."""
    running_out(ROWS, start=400_000)
    work()
    running_out(ROWS, start=500_000)
    with watched(steps := Steps()):
        work()
    return steps.seen


def test_a_death_at_any_point_of_a_firing_is_made_good_by_the_next_sweep(running_out):
    points = points_of(sweep, running_out)
    assert [name for name in points if "INSERT judgement_fact" in name]
    assert [name for name in points if "UPDATE deadlines_deadline" in name]
    for number, point in enumerate(points):
        rows = running_out(ROWS, start=600_000 + 10 * number)
        assert die_in(sweep, point) == KILLED, point
        sweep()
        invariants.each_fired_once(rows)
    invariants.journal_is_whole()


def test_control_a_sweep_that_commits_its_claim_first_loses_facts(running_out):
    points = points_of(careless_sweep, running_out)
    lost = []
    for number, point in enumerate(points):
        rows = running_out(ROWS, start=700_000 + 10 * number)
        assert die_in(careless_sweep, point) == KILLED, point
        careless_sweep()
        subjects = list(Deadline.objects.filter(pk__in=rows).values_list("subject_id", flat=True))
        if Fact.objects.filter(subject_id__in=subjects).count() < ROWS:
            lost.append(point)
    assert lost
