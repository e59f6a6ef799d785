"""What the database tells about timers, messages and jobs: statements on partial indexes, none counts past a cap."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from aftersales.metrics.text import Metric, Sample
from core import heartbeats
from deadlines import selectors as deadlines
from notifications import selectors as notifications

# Whoever reads 10,001 knows enough; counting on would read the whole index at every scrape.
CAP = 10_001
# A worker is woken every ten seconds.
ALIVE_SECONDS = 90


def metrics(now: datetime) -> Iterator[Metric]:
    due = deadlines.due(now)
    yield _one("aftersales_deadlines_open", "Deadlines that run (at most 10001).", capped(deadlines.running()))
    yield _one("aftersales_deadlines_due", "Deadlines past due and not judged yet (at most 10001).", capped(due))
    oldest = due.values_list("due_at", flat=True).first()
    yield _one("aftersales_sweep_lateness_seconds", "How long the oldest of them is past due.", _since(oldest, now))
    waiting = notifications.waiting()
    first = waiting.values_list("created_at", flat=True).first()
    yield _one("aftersales_outbox_pending", "Messages that wait to leave the house (at most 10001).", capped(waiting))
    yield _one("aftersales_outbox_oldest_seconds", "Age of the next of them.", _since(first, now))
    yield from _jobs(now)


def capped(rows: QuerySet) -> int:
    return rows[:CAP].count()


def _jobs(now: datetime) -> Iterator[Metric]:
    beats = heartbeats.all_beats()
    ages = {name: _since(row.beat_at, now) for name, row in beats.items()}
    yield Metric(
        "aftersales_heartbeat_age_seconds", "gauge", "Seconds since each job last finished a round.",
        [Sample(age, {"job": name}) for name, age in ages.items()],
    )  # fmt: skip
    worker = ages.get(heartbeats.WORKER)
    alive = worker is not None and worker <= ALIVE_SECONDS
    yield _one("aftersales_worker_alive", "1 while wake-ups come through clock, broker and worker.", float(alive))
    if verified := beats.get(heartbeats.JOURNAL):
        broken = verified.detail.get("broken", 0)
        yield _one("aftersales_journal_broken_rows", "Rows that the last verification of the journal named.", broken)


def _since(instant: datetime | None, now: datetime) -> float:
    return max((now - instant).total_seconds(), 0.0) if instant else 0.0


def _one(name: str, meaning: str, value: float) -> Metric:
    return Metric(name, "gauge", meaning, [Sample(value)])
