"""The Celery app and its one beat table. Beat only wakes work that reads what is due from the database."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")

BEAT_TABLE = {
    # A wake-up that waited longer than until the next one is of no use.
    "sweep": {"task": "aftersales.tasks.sweep", "schedule": 10.0, "options": {"expires": 9}},
    "relay": {"task": "notifications.relay", "schedule": 15.0, "options": {"expires": 14}},
    "imports": {"task": "customers.imports", "schedule": 5.0, "options": {"expires": 4}},
    "rehearsals": {"task": "scenarios.rehearsals", "schedule": 5.0, "options": {"expires": 4}},
    "what_ifs": {"task": "scenarios.what_ifs", "schedule": 5.0, "options": {"expires": 4}},
    "tidy": {"task": "aftersales.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3500}},
    "verify": {"task": "aftersales.tasks.verify", "schedule": crontab(hour=3, minute=40), "options": {"expires": 3500}},
}

app = Celery(
    "aftersales",
    include=["aftersales.tasks", "notifications.tasks", "customers.tasks", "scenarios.tasks"],
    task_cls="aftersales.scoped:ScopedTask",
)
# Beat needs the table but not the product: without the tasks it takes half the memory.
beat = Celery("aftersales", set_as_current=False, fixups=set())
for celery in (app, beat):
    celery.config_from_object("django.conf:settings", namespace="CELERY")
    celery.conf.beat_schedule = BEAT_TABLE
beat.conf.beat_scheduler = "aftersales.clockwork:Ticking"


@setup_logging.connect(weak=False)
def log_like_the_product(**kwargs: Any) -> None:
    """Celery asks whoever is connected instead of configuring logs by itself: masked lines, in one format."""
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect(weak=False)
def refuse_forgetful_database(**kwargs: Any) -> None:
    from aftersales.checks import refuse_forgetful

    refuse_forgetful()
