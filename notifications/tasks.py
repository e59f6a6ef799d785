"""Wakes the relay; the outbox itself is in the database, so a lost wake-up costs time only."""

from celery import shared_task

from core import clock
from notifications import services


@shared_task(name="notifications.relay", ignore_result=True)
def relay_outbox() -> int:
    return services.relay(now=clock.now()).sent
