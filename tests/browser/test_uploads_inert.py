"""What was let in of the hostile files, opened in a real browser every way a page can: no dialog, no script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, Error, Page

from core import clock
from core.models import StoredFile
from penalties.services import record_incident
from tests.browser import steps
from tests.factories import World
from tests.uploads.corpus import PAPER, REFUSED, corpus

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """A page whose refusals by policy are expected: the policy of a file forbids everything."""
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_nothing_that_was_kept_runs(page: Page, world: World, live_server) -> None:
    dialogs: list[str] = []
    aborted: list[tuple[str, bool]] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    kept = [one for one in corpus() if one.fate != REFUSED]
    files = [SimpleUploadedFile(one.name, one.content, one.content_type) for one in kept]
    record_incident(
        kind="conduct", person=world.e1, facts="用户来电反映", evidence=files, actor=world.liaison, now=clock.now()
    )
    steps.sign_in(page, "liaison")

    for stored, one in zip(StoredFile.objects.order_by("pk"), kept, strict=True):
        address = f"{live_server.url}/files/{stored.pk}/"
        try:
            answer = page.goto(address)
        except Error as error:
            # What is only to be saved is no page.
            aborted.append((one.fate, "Download" in str(error) or "ERR_ABORTED" in str(error)))
            continue
        assert answer is not None
        assert answer.headers["content-type"].startswith("image/"), one.name
        assert page.evaluate("document.scripts.length") == 0
        assert page.evaluate("document.images.length") == 1

    assert len(kept) == StoredFile.objects.count()
    assert aborted == [(PAPER, True)] * sum(one.fate == PAPER for one in kept)
    assert dialogs == []
