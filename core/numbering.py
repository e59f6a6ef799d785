"""Human numbers of documents: a prefix, the local year and month, and a running number (T2611-0431)."""

from datetime import datetime

from django.db import connection

from core.clock import local_day

# The row of `core.models.Counter` is begun or moved on, and locked, in one statement.
NEXT = """
    INSERT INTO core_counter (series, value) VALUES (%s, 1)
    ON CONFLICT (series) DO UPDATE SET value = core_counter.value + 1 RETURNING value
"""


def next_number(prefix: str, *, now: datetime) -> str:
    """The next number of the month's series; gapless within committed transactions, unique under concurrency."""
    series = f"{prefix}{local_day(now):%y%m}"
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series])
        (value,) = cursor.fetchone()
    return f"{series}-{value:04d}"
