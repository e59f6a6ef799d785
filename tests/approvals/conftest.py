"""The standard company at noon of Monday, 2026-03-02; once as shipped, once adding up a ticket's requests."""

import pytest

from core import clock
from tests import factories
from tests.approvals.papers import NOW
from tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    with clock.travel(NOW):
        return factories.company()


@pytest.fixture
def adding(db: None) -> World:
    """A company whose book adds up the requests of one ticket."""
    with clock.travel(NOW):
        return factories.company(approval_aggregate="per_ticket")
