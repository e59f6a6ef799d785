"""Wakes rehearsals of drafts and replays; what waits stands in the database, so a lost wake-up costs seconds only."""

from celery import shared_task

from scenarios.rehearsals import services
from scenarios.whatif import services as what_if


@shared_task(name="scenarios.rehearsals", ignore_result=True)
def play_rehearsals() -> int:
    return services.work()


@shared_task(name="scenarios.what_ifs", ignore_result=True)
def answer_what_ifs() -> int:
    return what_if.work()
