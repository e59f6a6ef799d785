"""Whether the installation works: the database answers and the newest sweep is young."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import heartbeats
from core.clock import now

OLDEST_SWEEP_SECONDS = 90


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    return _answer({"database": _database(), "timers": _timers()})


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Whether this process can answer: what restarts it must not depend on a worker that is late."""
    return _answer({"database": _database()})


@login_not_required
@never_cache
@require_safe
def timers(request: HttpRequest) -> JsonResponse:
    return _answer({"timers": _timers()})


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def _timers() -> dict[str, Any]:
    try:
        newest = heartbeats.newest(heartbeats.SWEEP)
    except DatabaseError:
        return {"ok": False, "age_seconds": None}
    age = (now() - newest).total_seconds() if newest else None
    return {"ok": age is not None and age <= OLDEST_SWEEP_SECONDS, "age_seconds": age and round(age, 1)}


def _answer(parts: dict[str, dict[str, Any]]) -> JsonResponse:
    healthy = all(part["ok"] for part in parts.values())
    return JsonResponse({"status": "ok" if healthy else "failing", **parts}, status=200 if healthy else 503)
