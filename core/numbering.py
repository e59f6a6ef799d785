"""Human numbers of documents: a prefix, the local year and month, and a running number (T2611-0431)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core.clock import local_day
from core.models import Counter


def next_number(prefix: str, *, now: datetime) -> str:
    """The next number of the month's series; gapless within committed transactions, unique under concurrency."""
    series = f"{prefix}{local_day(now):%y%m}"
    with transaction.atomic():
        if not Counter.objects.filter(series=series).update(value=F("value") + 1):
            Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
            Counter.objects.filter(series=series).update(value=F("value") + 1)
        return f"{series}-{Counter.objects.get(series=series).value:04d}"
