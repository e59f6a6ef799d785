"""Times as scenarios write them: local, to the microsecond, and 24:00 for the end of a day."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import zone
from scenarios.errors import FormatError

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (24:00|\d\d:\d\d:\d\d(?:\.\d{1,6})?)")
MICROSECOND = timedelta(microseconds=1)


def moment(text: Any) -> datetime:
    """The instant of a quoted local time; 24:00 is the first instant of the next day."""
    match = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise FormatError(f"{text!r} is not a quoted time YYYY-MM-DD HH:MM:SS")
    try:
        start = date.fromisoformat(match[1])
        if match[2] == "24:00":
            return datetime.combine(start + timedelta(days=1), time(), zone())
        return datetime.combine(
            start, time.fromisoformat(match[2].ljust(15, "0")[:15] if "." in match[2] else match[2]), zone()
        )
    except ValueError as error:
        raise FormatError(f"{text!r}: {error}") from None


def limit(text: Any) -> datetime:
    """The last complying instant of a limit: one that ends at 24:00 is kept until the microsecond before."""
    instant = moment(text)
    return instant - MICROSECOND if text.endswith(" 24:00") else instant


def day(value: Any) -> date:
    """A date, quoted or not."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise FormatError(f"{value!r} is not a date YYYY-MM-DD") from None


def end_of(value: Any) -> datetime:
    """The last instant of a day."""
    return datetime.combine(day(value) + timedelta(days=1), time(), zone()) - MICROSECOND


def written(instant: datetime) -> str:
    """An instant as a scenario would write it."""
    local = instant.astimezone(zone())
    if local.time() == time.max:
        return f"{local:%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M:%S}" + (f".{local.microsecond:06d}".rstrip("0") if local.microsecond else "")
