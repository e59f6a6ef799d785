"""Working time: what a calendar of weekly hours, holidays and make-up workdays makes of a span of time.

Everything but `table` is pure. Instants go in aware and come out in UTC, so that subtracting two of them is right on
days when clocks are changed.
"""

from core.worktime.alarm import data_missing_soon, first_missing_year, needed_from, year_to_enter
from core.worktime.calendars import Calendar, Interval, whole_days
from core.worktime.counting import add, difference, is_open, next_opening, previous_close, spans, subtract
from core.worktime.daylists import DayList, Exceptions, FixedDates
from core.worktime.days import add_days, day_after, days_between, subtract_days
from core.worktime.errors import NoCalendarData, NoWorkingTime
from core.worktime.hours import daily, hours, weekly
from core.worktime.limits import Limits, limits
from core.worktime.pauses import Pauses, closed, paused

__all__ = [
    "Calendar", "DayList", "Exceptions", "FixedDates", "Interval", "Limits", "NoCalendarData", "NoWorkingTime",
    "Pauses", "add", "add_days", "closed", "daily", "data_missing_soon", "day_after", "days_between", "difference",
    "first_missing_year", "hours", "is_open", "limits", "needed_from", "next_opening", "paused", "previous_close",
    "spans", "subtract", "subtract_days", "weekly", "whole_days",
    "year_to_enter",
]  # fmt: skip
