"""Addresses of the papers behind a figure."""

from django.urls import reverse

from figures.period import Period


def behind(of: str, period: Period, **only: str | int) -> str:
    """The list of `of` (claims, fees, purchases, waiting, owed, replaced) narrowed to what one figure counts."""
    return f"{reverse('figures:documents')}?{period.query(of=of, **only)}"


def service(of: str, period: Period, **only: str | int) -> str:
    """The same of service and judgement: limits, entries, decisions, choices, complaints, ratings, calls, visits."""
    return f"{reverse('figures:service_documents')}?{period.query(of=of, **only)}"
