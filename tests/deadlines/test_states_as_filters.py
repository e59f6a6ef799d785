"""The list filter and the state shown agree on every row."""

from datetime import UTC, datetime
from itertools import product

import pytest

from deadlines.models import Deadline
from deadlines.selectors import all_limits, in_state
from deadlines.states import DeadlineState
from tests.support.company import install_book

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MARKS = ("excused_at", "fired_at", "stopped_at", "ended_at")


@pytest.fixture
def every_kind_of_row(db):
    version = install_book()
    for number, marks in enumerate(product((None, NOON), repeat=len(MARKS))):
        Deadline.objects.create(
            kind="arrival", event="sla.arrival.missed", subject_type="tickets.ticket", subject_id=number, clause="5",
            version=version, start_at=NOON, due_at=NOON, **dict(zip(MARKS, marks, strict=True)),
        )  # fmt: skip


@pytest.mark.parametrize("state", DeadlineState)
def test_a_filter_finds_exactly_the_rows_that_show_the_state(state, every_kind_of_row):
    found = {row.pk for row in in_state(all_limits(), state)}

    assert found == {row.pk for row in all_limits() if row.state is state}
