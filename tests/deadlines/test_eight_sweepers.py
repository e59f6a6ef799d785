"""Eight sweepers at once over 5,000 due rows: every deadline judged, none twice; without its key some are."""

from datetime import datetime

import pytest
from django.db import connection

from deadlines import services
from deadlines.models import Deadline
from deadlines.services import sweeping
from judgement.models import Fact, Proposal
from tests.support.parallel import at_once

SWEEPERS, ROWS = 8, 5000

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fill(clock_of, count: int) -> None:
    """`count` arrival clocks that are due at 20:00, copied from one that was started properly."""
    pattern = clock_of(1)
    own = ("id", "subject_id", "facts")
    fields = {f.attname: getattr(pattern, f.attname) for f in Deadline._meta.fields if f.attname not in own}
    Deadline.objects.bulk_create(
        Deadline(**fields, subject_id=number, facts={**pattern.facts, "ticket_cycle": f"{number}:1"})
        for number in range(2, count + 1)
    )


def take_away_the_guards(monkeypatch) -> None:
    """No row locks: every sweeper sees every due row."""
    def claim(candidates):
        rows = Deadline.objects.filter(pk__in=[pk for pk, _ in candidates])
        return list(rows.select_related("version", "person")), None

    monkeypatch.setattr(sweeping, "_claim", claim)


def test_five_thousand_deadlines_are_judged_once_each(clock_of, at):
    fill(clock_of, ROWS)
    late: datetime = at("2026-03-02 20:00:01")
    swept = at_once([lambda: services.sweep(now=late)] * SWEEPERS)
    assert [result.failed for result in swept] == [0] * SWEEPERS
    services.sweep(now=late)
    assert (Fact.objects.count(), Proposal.objects.filter(state="proposed").count()) == (ROWS, ROWS)
    assert Deadline.objects.filter(fired_at=None).count() == 0


def test_without_locks_the_keys_still_keep_each_fact_and_proposal_single(clock_of, at, monkeypatch):
    fill(clock_of, 300)
    take_away_the_guards(monkeypatch)
    at_once([lambda: sweeping._batch(at("2026-03-02 20:00:01"), 300)] * SWEEPERS)
    assert (Fact.objects.count(), Proposal.objects.count()) == (300, 300)


def test_control_without_locks_and_without_the_key_deadlines_are_judged_twice(clock_of, at, monkeypatch):
    fill(clock_of, 300)
    take_away_the_guards(monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE judgement_fact DROP CONSTRAINT fact_once")
    try:
        at_once([lambda: sweeping._batch(at("2026-03-02 20:00:01"), 300)] * SWEEPERS)
        assert Fact.objects.count() > 300
    finally:
        restore_the_key()


def restore_the_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE judgement_proposal, judgement_fact CASCADE")
        cursor.execute(
            "ALTER TABLE judgement_fact ADD CONSTRAINT fact_once"
            " UNIQUE (event, subject_type, subject_id, occurrence, epoch)"
        )
