"""Take every picture: the tutorial's job first, then page after page."""

import os
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tools.shots import product, story
from tools.shots.camera import NOBODY, SCREEN, Studio, chromium, publish
from tools.shots.place import Place
from tools.shots.places import PLACES
from tools.terminal import PYTHON, ROOT, Stop, main, say

PASSWORD = "demo-2026"  # noqa: S105 - told to everybody who runs the demo
TUTORIAL = ROOT / "docs" / "tutorial"
TAKEN = ROOT / "var" / "screenshots"


def shoot() -> int:
    TAKEN.mkdir(parents=True, exist_ok=True)
    # Chromium first: who lacks it must not wait a minute for the demo.
    with chromium() as browser, tempfile.TemporaryDirectory(prefix="shots-") as folder:
        failed = _demo(browser, Path(folder) / "demo") + _empty(browser, Path(folder) / "empty")
    publish(TAKEN, TUTORIAL)
    for complaint in failed:
        say(f"  ! {complaint}")
    say(f"Pictures: {TAKEN.relative_to(ROOT)}, of the tutorial: {(TUTORIAL / 'images').relative_to(ROOT)}")
    return 1 if failed else 0


def _demo(browser: Browser, var: Path) -> list[str]:
    given = product.environment(var, product.free_port())
    product.prepare(given)
    label = _label(given)
    with product.serving(given) as address:
        studio = Studio(browser, address, PASSWORD, TAKEN)
        say("Taking pictures of the job …")
        story.tell(studio, label)
        say("Taking pictures of the pages …")
        failed = [told for place in PLACES for size in place.sizes if (told := _visit(studio, place, size))]
    say(f"{len(studio.taken)} pictures.")
    return [*failed, *studio.complaints]


def _empty(browser: Browser, var: Path) -> list[str]:
    """Setting up a company of another trade; a new product has no company yet."""
    given = product.environment(var, product.free_port(), demo=False)
    product.prepare(given)
    with product.serving(given) as address:
        studio = Studio(browser, address, "", TAKEN)
        page = studio.page(NOBODY, SCREEN)
        page.goto("/setup/")
        page.locator("a.offer:not(.is-chosen)").first.click()
        page.locator("a.offer.is-chosen").wait_for()
        studio.take(page, "20-second-trade")
    return studio.complaints


def _visit(studio: Studio, place: Place, size: str) -> str:
    """One picture; what went wrong, if anything did."""
    page = studio.page(place.who, size)
    try:
        page.goto(place.path)
        for what, *told in place.steps:
            _step(page, what, *told)
        studio.take(page, f"{place.name}-{size}")
    except Error as error:
        return f"{place.name}-{size}: {str(error).splitlines()[0]}"
    return ""


def _step(page: Page, what: str, told: str, text: str = "") -> None:
    if what == "click":
        page.locator(told).first.click()
    elif what == "fill":
        page.fill(told, text)
    elif what == "key":
        page.keyboard.press(told)
    else:
        page.locator(told).first.wait_for()


def _label(given: dict[str, str]) -> str:
    command = [str(PYTHON), "-m", "tools.shots.label", story.LABELLED]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ) | given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(done.stderr.strip())
    return done.stdout.strip()


if __name__ == "__main__":
    main(shoot)
