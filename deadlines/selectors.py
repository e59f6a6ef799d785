"""Reads of deadlines."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q, QuerySet, Value

from core import prepared
from core.clock import zone
from core.subjects import Subject
from deadlines.models import OPEN, Deadline
from deadlines.states import DeadlineState
from rulebook.durations import add_months


def current(subject: Subject, kind: str, occurrence: str | None = None) -> Deadline | None:
    """The newest limit of `kind` for a subject: of one occurrence, or of the latest."""
    rows = Deadline.objects.filter(
        subject_type=subject.type, subject_id=subject.id, kind=kind, superseded_at=None
    ).select_related("version", "person")
    if occurrence is not None:
        rows = rows.filter(occurrence=occurrence)
    return rows.order_by("-start_at", "-id").first()


def of_subject(subject: Subject) -> QuerySet[Deadline]:
    """Every limit of a subject that still stands, oldest first."""
    rows = Deadline.objects.filter(subject_type=subject.type, subject_id=subject.id, superseded_at=None)
    return rows.select_related("version", "person").order_by("start_at", "id")


def due(now: datetime) -> QuerySet[Deadline]:
    """What has fallen due and was not judged, oldest first; rows set aside come back at their retry time."""
    ready = Q(retry_at=None) | Q(retry_at__lte=now)
    return Deadline.objects.filter(OPEN, ready, due_at__lt=now).order_by("due_at")


def running() -> QuerySet[Deadline]:
    """Every limit that nothing has ended yet."""
    return Deadline.objects.filter(OPEN).order_by("due_at")


def to_warn(now: datetime) -> QuerySet[Deadline]:
    """What comes close to its due instant and was not announced yet."""
    return Deadline.objects.filter(OPEN, warned_at=None, warn_at__lte=now, due_at__gte=now).order_by("warn_at")


def next_wake() -> datetime | None:
    """When the sweep next has something to judge or to announce; None while nothing runs."""
    told = prepared.rows("next wake", _next)
    return min((instant for row in told for instant in row.values() if instant is not None), default=None)


def _next(given: Mapping[str, Any]) -> Any:
    near = Min("warn_at", filter=Q(warned_at=None))
    whole = Deadline.objects.filter(OPEN).order_by().values(whole=Value(1))
    return whole.annotate(near=near, due=Min("due_at")).values("near", "due")


def behind_fact(event: str, subject: Subject, occurrence: str, epoch: int) -> Deadline | None:
    """The limit whose breach became this fact, superseded or not."""
    rows = Deadline.objects.filter(
        event=event, subject_type=subject.type, subject_id=subject.id, occurrence=occurrence, epoch=epoch
    )
    return rows.select_related("version", "person").first()


def all_limits() -> QuerySet[Deadline]:
    """Every row, superseded ones included."""
    return Deadline.objects.select_related("person", "version")


def failing(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """What the sweep set aside because it could not be judged."""
    return rows.filter(OPEN, failures__gt=0)


def in_month(rows: QuerySet[Deadline], month: str) -> QuerySet[Deadline]:
    """The rows that began or fell due in a local month ("2026-03"); none for what is no month."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return rows.none()
    begin, end = (datetime(day.year, day.month, 1, tzinfo=zone()) for day in (first, add_months(first, 1)))
    return rows.filter(Q(start_at__gte=begin, start_at__lt=end) | Q(due_at__gte=begin, due_at__lt=end))


def in_state(rows: QuerySet[Deadline], state: DeadlineState) -> QuerySet[Deadline]:
    """The rows whose `state` property is this one."""
    unexcused = Q(excused_at=None)
    unfired = unexcused & Q(fired_at=None)
    conditions = {
        DeadlineState.EXCUSED: Q(excused_at__isnull=False),
        DeadlineState.MISSED: unexcused & Q(fired_at__isnull=False),
        DeadlineState.MET: unfired & Q(stopped_at__isnull=False),
        DeadlineState.ENDED: unfired & Q(stopped_at=None, ended_at__isnull=False),
        DeadlineState.OPEN: unfired & Q(stopped_at=None, ended_at=None, paused_at=None),
        DeadlineState.PAUSED: unfired & Q(stopped_at=None, ended_at=None, paused_at__isnull=False),
    }
    return rows.filter(conditions[state])
