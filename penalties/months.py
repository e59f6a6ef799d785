"""Which months are closed, and into which one goes what is decided now (E2)."""

from collections.abc import Iterable

from core import closed_periods
from fieldservice.months import next_month
from penalties.models import Closing


def key_of(month: str) -> str:
    """The name under which writing into a month and closing it wait for each other."""
    return f"ledger:{month}"


def closing_of(month: str) -> Closing | None:
    """The closing that stands; None for an open month."""
    return Closing.objects.filter(month=month, reopened_at=None).select_related("by", "asked_by").first()


def closed(months: Iterable[str] | None = None) -> set[str]:
    """Those of the months that are closed; all of them where none are named."""
    rows = Closing.objects.filter(reopened_at=None)
    return set((rows if months is None else rows.filter(month__in=months)).values_list("month", flat=True))


def open_month(month: str) -> str:
    """The month itself, or the first one after it that is open; it stays open until the transaction ends."""
    while True:
        closed_periods.writing(key_of(month))
        if closing_of(month) is None:
            return month
        month = next_month(month)
