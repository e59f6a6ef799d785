"""Where uploads of these tests go, and what must be true of whatever was kept."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from core import pdf
from core.models import StoredFile
from tests import factories
from tests.factories import World
from tests.uploads.corpus import MARK

SAFE = {"image/jpeg", "image/png", "image/webp", "application/pdf"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


def check_inert(stored: StoredFile) -> None:
    """A picture and nothing else, or a PDF that does nothing; under a name of ours."""
    content = stored.file.read()
    assert stored.content_type in SAFE
    assert len(Path(stored.file.name).stem) == 32
    assert ".." not in stored.file.name
    assert len(stored.name) <= 125
    assert not {"/", "\\", "\0", "\n", "\r", "\u202e"} & set(stored.name)
    assert stored.name.endswith(Path(stored.file.name).suffix)
    if stored.content_type == "application/pdf":
        pdf.check(content)
        return
    assert MARK not in content
    assert b"PK\x03\x04" not in content
    kept = Image.open(BytesIO(content))
    assert (dict(kept.getexif()), getattr(kept, "n_frames", 1)) == ({}, 1)
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(kept.info)


def signed_in(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client
