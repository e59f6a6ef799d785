"""Chromium as one person's screen or phone, and the pictures that it takes."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, expect, sync_playwright

from tools.system import CHROMIUM, found
from tools.terminal import Stop, say

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
)  # fmt: skip
# Its own words, on the buttons of files and dates, come from here.
CHINESE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
SCREEN, PHONE = "screen", "phone"
SIZES = {SCREEN: (1440, 900), PHONE: (390, 844)}
# Maximum coverage keeps the few red and green dots of a page that is mostly grey.
COLOURS = 256
NOBODY = ""
# A machine that does other things as well answers late; a picture is not a test of speed.
PATIENCE_MS = 20_000
# Where the job of the tutorial is: the phone says it when it is asked.
SITE: Geolocation = {"latitude": 29.5603, "longitude": 106.5505}


@contextmanager
def chromium() -> Iterator[Browser]:
    program = found(CHROMIUM)
    if not program:
        # Without its languages the buttons of files and dates are English whatever the page speaks.
        raise Stop("Pictures need Chromium, which is not installed (Debian: apt-get install chromium chromium-l10n)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS), env=CHINESE, headless=True)
        yield browser
        browser.close()


@dataclass
class Studio:
    """Everybody's screen and phone, each signed in once."""

    browser: Browser
    address: str
    password: str
    folder: Path
    taken: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def page(self, who: str, size: str) -> Page:
        """The page of `who`, a user name or NOBODY."""
        if (who, size) not in self._pages:
            page = self._context(size).new_page()
            page.set_default_timeout(PATIENCE_MS)
            if who:
                self._sign_in(page, who)
            self._pages[who, size] = page
        return self._pages[who, size]

    def take(self, page: Page, name: str) -> None:
        """A picture of what the window shows, and a complaint where the page is wider than it."""
        page.wait_for_load_state("networkidle")
        # The position of the mouse and a toast that goes by are not of the page.
        page.mouse.move(0, 0)
        page.wait_for_timeout(250)
        width = page.viewport_size["width"] if page.viewport_size else 0
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.complaints.append(f"{name}: {wide} px wide in a window of {width}")
        page.screenshot(path=self.folder / f"{name}.png")
        self.taken.append(name)

    def _context(self, size: str) -> BrowserContext:
        width, height = SIZES[size]
        small = size == PHONE
        return self.browser.new_context(
            base_url=self.address, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce",
            viewport={"width": width, "height": height}, has_touch=small, is_mobile=small,
            geolocation=SITE if small else None, permissions=["geolocation"] if small else [],
        )  # fmt: skip

    def _sign_in(self, page: Page, who: str) -> None:
        page.goto("/login/")
        page.fill("#id_username", who)
        page.fill("#id_password", self.password)
        page.click("button.btn-primary")
        page.wait_for_url(lambda url: "/login/" not in url)


def shrink(picture: Path, to: Path) -> int:
    """A copy in few colours for the documentation; its size in bytes."""
    with Image.open(picture) as whole:
        few = whole.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(to, optimize=True)
    return to.stat().st_size


def named_in(folder: Path) -> set[str]:
    """The names of the pictures that the tutorial's texts show."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))]
    return {name for text in texts for name in re.findall(r"images/([a-z0-9-]+)\.png", text)}


def publish(taken: Path, tutorial: Path) -> None:
    """Put the pictures that the tutorial shows into its folder, small; say which of them nobody took."""
    images = tutorial / "images"
    images.mkdir(exist_ok=True)
    for name in sorted(named_in(tutorial)):
        if (taken / f"{name}.png").is_file():
            size = shrink(taken / f"{name}.png", images / f"{name}.png")
            say(f"  {name}.png {size // 1024} KB")
        else:
            say(f"  {name}.png was not taken")
