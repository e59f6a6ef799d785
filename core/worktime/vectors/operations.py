"""What a vector asks for, and whether the answer agrees with what it expects."""

from collections.abc import Callable
from datetime import datetime, timedelta

from core.worktime.calendars import Calendar
from core.worktime.counting import add, difference, next_opening, previous_close, subtract
from core.worktime.days import add_days, subtract_days
from core.worktime.pauses import paused
from core.worktime.vectors.reading import Vector, amount, moment, pauses, zone_of

Told = datetime | timedelta
EXACT = "agree"


def _add_days(calendar: Calendar, vector: Vector) -> datetime:
    start, count = moment(vector, "start"), vector["business_days"]
    to_close = bool(vector.get("end_of_working_day"))
    return add_days(calendar, start, count, pauses=pauses(vector), to_close=to_close)


def _between_pauses(calendar: Calendar, vector: Vector) -> timedelta:
    spans = pauses(vector)
    until = moment(vector, "end") if "end" in vector else max(until for _, until in spans)
    return paused(calendar, spans, since=moment(vector, "start"), until=until)


OPERATIONS: dict[str, Callable[[Calendar, Vector], Told]] = {
    "add": lambda calendar, v: add(calendar, moment(v, "start"), amount(v), pauses=pauses(v)),
    "subtract": lambda calendar, v: subtract(calendar, moment(v, "start"), amount(v), pauses=pauses(v)),
    "between": lambda calendar, v: difference(calendar, moment(v, "start"), moment(v, "end"), pauses=pauses(v)),
    "advance": lambda calendar, v: next_opening(calendar, moment(v, "start")),
    "retreat": lambda calendar, v: previous_close(calendar, moment(v, "start")),
    "add_days": _add_days,
    "sub_days": lambda calendar, v: subtract_days(calendar, moment(v, "start"), v["business_days"]),
    "between_pauses": _between_pauses,
}


def _snapped(calendar: Calendar, vector: Vector, told: Told) -> Told:
    backward = vector["op"] in ("subtract", "sub_days", "retreat")
    return (previous_close if backward else next_opening)(calendar, _instant(told))


def _truncated(calendar: Calendar, vector: Vector, told: Told) -> Told:
    if isinstance(told, timedelta):
        return told // timedelta(minutes=1) * timedelta(minutes=1)
    return told.replace(second=0, microsecond=0)


def _clamped(calendar: Calendar, vector: Vector, told: Told) -> Told:
    if not isinstance(told, timedelta):
        raise ValueError("only a difference can be clamped")
    return max(told, timedelta())


MAPPINGS: dict[str, Callable[[Calendar, Vector, Told], Told]] = {
    EXACT: lambda calendar, v, told: told,
    "agree_next_open": lambda calendar, v, told: next_opening(calendar, _instant(told)),
    "agree_prev_close": lambda calendar, v, told: previous_close(calendar, _instant(told)),
    "agree_snap": _snapped,
    "agree_truncated_to_minute": _truncated,
    "agree_clamped": _clamped,
}


def answer(calendar: Calendar, vector: Vector) -> str:
    """What is counted here, after the vector's mapping, as the vector writes it."""
    told = OPERATIONS[vector["op"]](calendar, vector)
    return written(MAPPINGS[vector["check"]](calendar, vector, told), vector)


def expected(vector: Vector) -> str:
    if "expected_seconds" in vector:
        return written(timedelta(seconds=vector["expected_seconds"]), vector)
    return datetime.fromisoformat(vector["expected_end"]).isoformat(" ")


def written(told: Told, vector: Vector) -> str:
    if isinstance(told, timedelta):
        return f"{told.total_seconds():.6f} s"
    return told.astimezone(zone_of(vector)).replace(tzinfo=None).isoformat(" ")


def _instant(told: Told) -> datetime:
    if isinstance(told, timedelta):
        raise ValueError("a difference has no opening or close")
    return told
