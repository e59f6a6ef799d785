"""What tests of the papers of 三包 share."""

import pytest

from tests import factories
from tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    """The standard company: Zhang Wei outside, Ke Jing takes in, Yin Jian inspects."""
    return factories.company()
