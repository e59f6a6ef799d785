"""Wakes the work on uploaded files; what waits stands in the database, so a lost wake-up costs seconds only."""

from celery import shared_task

from customers import services


@shared_task(name="customers.imports", ignore_result=True)
def work_on_imports() -> int:
    return services.work()
