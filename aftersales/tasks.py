"""What the worker does when beat wakes it."""

from datetime import timedelta

from accounts.services import forget_attempts
from aftersales import orphans, verification
from aftersales.celery import app
from aftersales.sweeping import sweep_round
from core import clock, heartbeats, idempotency
from customers import services as customers
from deadlines import services as deadlines
from fieldservice import services as fieldservice
from scenarios.whatif import services as what_if
from tickets.public.services import limits

# A phone may send what it kept after weeks in a drawer, and a second copy of it later still.
KEYS_KEPT = timedelta(days=90)
# Whoever wants an old answer again asks again.
ANSWERS_KEPT = timedelta(days=180)
# A preview that nobody confirmed by the next day was not meant.
UPLOADS_KEPT = timedelta(days=1)


@app.task
def sweep() -> None:
    sweep_round()
    heartbeats.beat(heartbeats.WORKER, now=clock.now())


@app.task
def tidy() -> None:
    """Forget answers that nobody will ask for again, strangers' visits of days ago, and files that no row names.

    Also the hourly look at the calendar: a year whose public holidays are missing is asked for in time.
    """
    idempotency.forget(before=clock.now() - KEYS_KEPT)
    limits.forget(now=clock.now())
    forget_attempts(now=clock.now())
    fieldservice.forget_nonces(now=clock.now())
    orphans.remove(now=clock.now())
    customers.forget_uploads(before=clock.now() - UPLOADS_KEPT)
    what_if.forget(before=clock.now() - ANSWERS_KEPT)
    deadlines.tell_missing_year(now=clock.now())


@app.task
def verify() -> None:
    verification.verify_journal(now=clock.now())
    verification.verify_seals(now=clock.now())
