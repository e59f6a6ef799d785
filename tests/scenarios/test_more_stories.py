"""Our own stories: edges of the first regulation that the shared files do not tell, and the books of other trades."""

import pytest

from rulebook.loader import shipped
from scenarios.format import read
from scenarios.reading import SHIPPED
from scenarios.runner import play
from scenarios.stage import key_of
from scenarios.validation import validate
from tests.scenarios.test_equipment_maker import FOLDER as PUBLIC

FOLDERS = sorted(folder for folder in SHIPPED.iterdir() if folder.is_dir() and folder != PUBLIC)
LEAST = 12


def stories():
    """Every story; those with the same cast follow each other, so that it is loaded once."""
    found = [(file.stem, story) for folder in FOLDERS for file in sorted(folder.glob("*.yaml"))
             for story in read(file) if file.name != "cast.yaml"]  # fmt: skip
    return [
        pytest.param(story, id=f"{file}: {story.name}") for file, story in sorted(found, key=lambda p: key_of(p[1]))
    ]


@pytest.mark.parametrize("story", stories())
def test_story(story, stage):
    result = play(story, stage)

    assert result.message == "", result.line()


@pytest.mark.parametrize("slug", [path.stem for path in shipped()])
def test_every_shipped_book_has_a_dozen_stories_of_its_own(slug):
    told = [story for file in sorted((SHIPPED / slug).glob("*.yaml")) for story in read(file)
            if file.name != "cast.yaml"]  # fmt: skip

    assert len(told) > LEAST
    for story in told:
        validate(story)
        assert story.rulebook == slug
