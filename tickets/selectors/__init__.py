"""Reading tickets."""

from tickets.selectors.records import (
    by_number,
    current_assignment,
    end_of_cycle,
    engineer_at,
    first_arrival,
    instructed_before,
    missed_calls,
    open_holds,
    resolved_remotely,
    similar_open,
)

__all__ = [
    "by_number",
    "current_assignment",
    "end_of_cycle",
    "engineer_at",
    "first_arrival",
    "instructed_before",
    "missed_calls",
    "open_holds",
    "resolved_remotely",
    "similar_open",
]
