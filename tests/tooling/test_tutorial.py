"""The tutorial and its pictures belong together."""

import re

from tests.support.sources import ROOT
from tools.shots.camera import named_in
from tools.shots.places import PLACES

TUTORIAL = ROOT / "docs" / "tutorial"
STORY = ROOT / "tools" / "shots" / "story.py"
MOST_BYTES = 120 * 1024


def there() -> set[str]:
    return {path.stem for path in (TUTORIAL / "images").glob("*.png")}


def test_every_picture_of_the_tutorial_exists_and_every_one_is_shown() -> None:
    assert there() == named_in(TUTORIAL)


def test_every_picture_of_the_tutorial_can_be_taken_again() -> None:
    pages = {f"{place.name}-{size}" for place in PLACES for size in place.sizes}
    told = "".join(path.read_text(encoding="utf-8") for path in STORY.parent.glob("*.py"))
    steps = set(re.findall(r'take\(\w+, "([a-z0-9-]+)"\)', told))

    assert named_in(TUTORIAL) <= pages | steps


def test_no_page_is_listed_twice() -> None:
    names = [place.name for place in PLACES]

    assert len(names) == len(set(names))


def test_pictures_are_small() -> None:
    large = [path.name for path in (TUTORIAL / "images").glob("*.png") if path.stat().st_size > MOST_BYTES]

    assert large == []
