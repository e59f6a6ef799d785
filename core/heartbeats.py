"""When each resident or nightly job last finished a round, on whatever machine it ran."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.models import Heartbeat

SWEEP = "sweep"
WORKER = "worker"
JOURNAL = "journal"
SEALS = "seals"
BACKUP = "backup"
DRILL = "restore_drill"


def beat(name: str, *, now: datetime, detail: Mapping[str, Any] | None = None) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": now, "detail": dict(detail or {})})


def newest(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()


def all_beats() -> dict[str, Heartbeat]:
    """Every job that has ever finished a round, by its name."""
    return {row.name: row for row in Heartbeat.objects.order_by("name")}
