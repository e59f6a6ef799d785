"""What tests of the field service share."""

import pytest

from tests import factories
from tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    """The standard company: Li Na at the desk, Zhang Wei, Wang Qiang and Zhao Lei outside."""
    return factories.company()
