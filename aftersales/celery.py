"""The Celery app and its one beat table. Beat only wakes work that reads what is due from the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")

BEAT_TABLE = {
    # A wake-up that waited longer than until the next one is of no use.
    "sweep": {"task": "aftersales.tasks.sweep", "schedule": 10.0, "options": {"expires": 9}},
    "relay": {"task": "notifications.relay", "schedule": 15.0, "options": {"expires": 14}},
    "tidy": {"task": "aftersales.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3500}},
}

app = Celery("aftersales", include=["aftersales.tasks", "notifications.tasks"])
# Beat needs the table but not the product: without the tasks it takes half the memory.
beat = Celery("aftersales", set_as_current=False, fixups=set())
for celery in (app, beat):
    celery.config_from_object("django.conf:settings", namespace="CELERY")
    celery.conf.beat_schedule = BEAT_TABLE
