"""What is kept only for a while goes after a while."""

from datetime import timedelta

import pytest

from aftersales.tasks import KEYS_KEPT, tidy
from core import clock
from core.models import IdempotencyKey


@pytest.mark.django_db
def test_answers_are_kept_for_a_week_and_no_longer(at):
    now = at("2026-03-10 08:00:00")
    for number, age in enumerate([KEYS_KEPT, KEYS_KEPT + timedelta(microseconds=1), timedelta()]):
        IdempotencyKey.objects.create(person_id=1, key=f"k{number}", fingerprint="", created_at=now - age)
    with clock.travel(now):
        tidy()
    assert sorted(row.key for row in IdempotencyKey.objects.all()) == ["k0", "k2"]
