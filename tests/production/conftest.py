"""A company with something to lose: tickets, a decided penalty, and an upload."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from core import files
from tests import factories
from tests.factories import World


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def world(transactional_db: None, media: Path) -> World:
    """Committed rows, because other programs read them."""
    made = factories.company()
    upload = ContentFile(b"%PDF-1.7 proof", "证明.pdf")
    files.store_file(
        upload, made.liaison, kind="proof", actor=made.liaison, now=factories.moment("2026-03-02 08:00:00")
    )
    return made
