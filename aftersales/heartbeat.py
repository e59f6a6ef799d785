"""When the sweep last ended a round, on whatever machine it ran."""

from datetime import datetime
from typing import Any

from core.models import Heartbeat

NAME = "sweep"


def beat(*, now: datetime, detail: dict[str, Any]) -> None:
    Heartbeat.objects.update_or_create(name=NAME, defaults={"beat_at": now, "detail": detail})


def newest_beat() -> datetime | None:
    return Heartbeat.objects.filter(name=NAME).values_list("beat_at", flat=True).first()
