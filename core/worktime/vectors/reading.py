"""A vector as it is written: its calendar, its instants."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.worktime.calendars import Calendar, Interval
from core.worktime.daylists import DayList, FixedDates
from core.worktime.hours import breaks, hours, week

Vector = Mapping[str, Any]


def calendar_of(vector: Vector, listed: DayList) -> Calendar:
    """The vector's calendar; `listed` are the days of those that follow the public holidays."""
    written = vector["calendar"]
    own = FixedDates.written(written.get("holidays", ()))
    return Calendar(
        tz=ZoneInfo(written["tz"]),
        week=week(written["hours"]),
        listed=listed if written.get("cn_statutory") else own,
        date_hours={_day(day): hours(pairs) for day, pairs in written.get("date_hours", {}).items()},
        date_breaks={_day(day): breaks(pairs) for day, pairs in written.get("date_breaks", {}).items()},
    )


def zone_of(vector: Vector) -> ZoneInfo:
    """The zone in which the vector's times are told."""
    return ZoneInfo(vector.get("io_tz") or vector["calendar"]["tz"])


def moment(vector: Vector, key: str) -> datetime:
    return _moment(vector[key], vector)


def pauses(vector: Vector) -> tuple[Interval, ...]:
    return tuple((_moment(since, vector), _moment(until, vector)) for since, until in vector.get("pauses", ()))


def amount(vector: Vector) -> timedelta:
    return timedelta(seconds=vector["business_seconds"])


def _moment(text: str, vector: Vector) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(vector))


_day = date.fromisoformat
