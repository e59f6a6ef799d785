"""In which local month of a period something lies, counted by the database itself."""

from typing import Any

from django.db.models import Case, CharField, Q, Value, When

from figures.period import Period, only


def within(field: str, period: Period) -> Q:
    """Rows whose instant `field` lies in the period."""
    return Q(**{f"{field}__gte": period.begins, f"{field}__lt": period.ends})


def month_of(field: str, period: Period) -> Any:
    """ "2026-03" of an instant that lies in the period.

    By comparison with the months' ends: what Django offers would call Python for every row of an SQLite database.
    """
    *earlier, last = period.months
    rules = [When(**{f"{field}__lt": only(month).ends}, then=Value(f"{month:%Y-%m}")) for month in earlier]
    return Case(*rules, default=Value(f"{last:%Y-%m}"), output_field=CharField())
