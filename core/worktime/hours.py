"""Hours of a day as pairs of seconds from its midnight: 24:00 is the next midnight, 29:00 is 05:00 of the next day."""

import re
from collections.abc import Iterable, Mapping, Sequence

Spans = tuple[tuple[int, int], ...]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
DAY = 24 * 60 * 60
WHOLE_DAY: Spans = ((0, DAY),)


def seconds(text: str) -> int:
    """`09:30` or `09:30:00` as seconds from midnight; ValueError where it is no time up to 48:00."""
    found = CLOCK.fullmatch(text) if isinstance(text, str) else None
    counted = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0) if found else None
    if counted is None or counted > 2 * DAY:
        raise ValueError(f"“{text}”不是时刻，应如 09:00、24:00、29:00")
    return counted


def hours(pairs: Iterable[Sequence[str]]) -> Spans:
    """Written spans in order, those that touch or overlap joined; one that ends before it begins runs overnight."""
    spans = tuple(_span(*pair) for pair in pairs)
    if any(since >= DAY for since, _ in spans):
        raise ValueError("一段工作时间应在当天之内开始")
    return joined(spans)


def breaks(pairs: Iterable[Sequence[str]], *, since: int = 0) -> Spans:
    """Written breaks; those that come before a night shift's start at `since` are meant for the morning after."""
    spans = (_span(*pair) for pair in pairs)
    return joined((a + DAY, b + DAY) if a < since and b <= DAY else (a, b) for a, b in spans)


def daily(since: str, until: str, rests: Iterable[Sequence[str]] = ()) -> Spans:
    """One span of the day without its breaks."""
    whole = hours([(since, until)])
    overnight = any(end > DAY for _, end in whole)
    return cut(whole, breaks(rests, since=whole[0][0] if overnight else 0))


def weekly(days: Iterable[str], since: str, until: str, rests: Iterable[Sequence[str]] = ()) -> dict[int, Spans]:
    """The same hours on every named weekday, as a calendar's week."""
    return dict.fromkeys((WEEKDAYS.index(day) for day in days), daily(since, until, rests))


def week(written: Mapping[str, Iterable[Sequence[str]]]) -> dict[int, Spans]:
    """`{"mon": [["09:00", "17:00"]]}` as a calendar's week."""
    return {WEEKDAYS.index(day): hours(pairs) for day, pairs in written.items()}


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    found: list[tuple[int, int]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        elif until > since:
            found.append((since, until))
    return tuple(found)


def cut(spans: Spans, away: Spans) -> Spans:
    """What is left of `spans` without `away`, both in order."""
    for since, until in away:
        halves = [(a, b) for start, end in spans for a, b in ((start, min(end, since)), (max(start, until), end))]
        spans = tuple((a, b) for a, b in halves if a < b)
    return spans


def _span(since: str, until: str) -> tuple[int, int]:
    start, end = seconds(since), seconds(until)
    # Only a time of day can be meant for the next day: 19:00 to 05:00.
    return start, end + DAY if end < start <= DAY else end
