"""The shipped scenarios are acceptance tests: arrival and warranty in full, of the others all that part 1 can tell."""

import pytest

from scenarios.format import read
from scenarios.reading import SHIPPED
from scenarios.runner import play

pytestmark = pytest.mark.django_db

FOLDER = SHIPPED / "equipment-maker"
COMPLETE = ("arrival", "warranty")


def stories(*names):
    return [pytest.param(story, id=story.name) for name in names for story in read(FOLDER / f"{name}.yaml")]


@pytest.mark.parametrize("story", stories(*COMPLETE))
def test_complete_file(story):
    result = play(story)

    assert result.ok, result.line()
