"""What a round opens before it judges: each takes the instant and, in a story that begins later, its first day."""

from datetime import date, datetime
from typing import Protocol

from customers import services as customers
from customers.services.owing import SOURCES as OF_CUSTOMERS
from deadlines import services as deadlines
from deadlines.owing import Source
from fieldservice.owing import PEOPLE
from fieldservice.services.month_limits import count_sheets, open_month_limits
from fieldservice.services.recounting import recount_journeys


class Opener(Protocol):
    def __call__(self, now: datetime, *, since: date | None = None) -> int: ...


SOURCES: dict[str, Source] = {**OF_CUSTOMERS, **PEOPLE}

A_ROUND = 5_000


def open_duties(now: datetime, *, since: date | None = None) -> int:
    """What the book has people owe per period."""
    # A story is told in one go; the product's sweep has deadlines to judge as well.
    return deadlines.open_duties(SOURCES, now=now, since=since, limit=None if since else A_ROUND)


def open_contract_limits(now: datetime, *, since: date | None = None) -> int:
    """What must be done before contracts end."""
    return customers.open_missing(now)


def open_journey_limits(now: datetime, *, since: date | None = None) -> int:
    """Departures, reports and leaves under a version that was published meanwhile."""
    return recount_journeys(now)


OPENERS: tuple[Opener, ...] = (
    open_duties, open_contract_limits, open_journey_limits, open_month_limits, count_sheets,
)  # fmt: skip
