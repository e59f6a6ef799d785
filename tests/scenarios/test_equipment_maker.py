"""The shipped scenarios are acceptance tests: arrival and warranty in full, of the others all that is built.

A story that starts to pass is taken out of not_built.yaml, so that it can never break unnoticed afterwards.
"""

from pathlib import Path

import pytest
import yaml

from scenarios.format import read
from scenarios.reading import SHIPPED
from scenarios.runner import NOT_BUILT, play
from scenarios.stage import key_of

FOLDER = SHIPPED / "equipment-maker"
COMPLETE = ("arrival", "warranty")
WAITING = yaml.safe_load(Path(__file__).with_name("not_built.yaml").read_text("utf-8"))


def stories():
    """Every story of every file; those with the same cast follow each other, so that it is loaded once."""
    found = [(file.stem, story) for file in sorted(FOLDER.glob("*.yaml")) for story in read(file)]
    return [
        pytest.param(file, story, id=f"{file}: {story.name}")
        for file, story in sorted(found, key=lambda pair: key_of(pair[1]))
    ]


@pytest.mark.parametrize(("file", "story"), stories())
def test_story(file, story, stage):
    missing = WAITING.get(file, {}).get(story.name)

    result = play(story, stage)

    assert result.message == (f"{NOT_BUILT}: {missing}" if missing else ""), result.line()


def test_arrival_and_warranty_wait_for_nothing():
    assert not set(COMPLETE) & set(WAITING)


def test_only_stories_that_exist_are_waited_for():
    known = {file.stem: {story.name for story in read(file)} for file in FOLDER.glob("*.yaml")}

    assert all(set(names) <= known[file] for file, names in WAITING.items())
