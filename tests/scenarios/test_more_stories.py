"""Our own stories of the regulation: corrections, edges and decisions that the shared files do not tell."""

import pytest

from scenarios.format import read
from scenarios.reading import SHIPPED
from scenarios.runner import play
from scenarios.stage import key_of

FOLDER = SHIPPED / "equipment-maker-more"


def stories():
    """Every story; those with the same cast follow each other, so that it is loaded once."""
    found = [(file.stem, story) for file in sorted(FOLDER.glob("*.yaml")) for story in read(file)]
    return [
        pytest.param(story, id=f"{file}: {story.name}") for file, story in sorted(found, key=lambda p: key_of(p[1]))
    ]


@pytest.mark.parametrize("story", stories())
def test_story(story, stage):
    result = play(story, stage)

    assert result.message == "", result.line()
