"""What the worker does when beat wakes it."""

from datetime import timedelta

from aftersales.celery import app
from aftersales.sweeping import sweep_round
from core import clock, idempotency

# Longer than any form stays open; a key older than this is a new act.
KEYS_KEPT = timedelta(days=7)


@app.task
def sweep() -> None:
    sweep_round()


@app.task
def tidy() -> None:
    """Forget the stored answers that nobody will ask for again."""
    idempotency.forget(before=clock.now() - KEYS_KEPT)
