"""What the worker does when beat wakes it."""

from datetime import timedelta

from aftersales import orphans, verification
from aftersales.celery import app
from aftersales.sweeping import sweep_round
from core import clock, heartbeats, idempotency
from tickets.public.services import limits

# Longer than any form stays open; a key older than this is a new act.
KEYS_KEPT = timedelta(days=7)


@app.task
def sweep() -> None:
    sweep_round()
    heartbeats.beat(heartbeats.WORKER, now=clock.now())


@app.task
def tidy() -> None:
    """Forget answers that nobody will ask for again, strangers' visits of days ago, and files that no row names."""
    idempotency.forget(before=clock.now() - KEYS_KEPT)
    limits.forget(now=clock.now())
    orphans.remove(now=clock.now())


@app.task
def verify() -> None:
    verification.verify_journal(now=clock.now())
