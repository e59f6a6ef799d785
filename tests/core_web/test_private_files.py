"""What may be uploaded, how it is kept, and who reads it (reliability S3, S4, S10)."""

import base64
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from accounts.models import Person
from core import clock, files
from core.errors import Incomplete
from core.models import StoredFile
from core.subjects import Subject

ABOUT = Subject("core.counter", 7)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def wang_may_read(wang: Person) -> Iterator[None]:
    """Files of ABOUT are Wang's to read."""
    files.guard(ABOUT.type, lambda subject_id, *, person, now: subject_id == ABOUT.id and person == wang)
    yield
    files._guards.pop(ABOUT.type)


def picture(format_: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, format_, **options)
    return out.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[2] = (29.0, 33.0, 46.0)
    return picture(exif=exif)


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def store(content: bytes, name: str = "photo.jpg", *, actor: Person) -> StoredFile:
    return files.store_file(ContentFile(content, name), ABOUT, actor=actor, now=clock.now())


@pytest.mark.parametrize(
    ("format_", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_picture_is_kept_under_a_name_of_ours(wang: Person, format_: str, content_type: str) -> None:
    stored = store(picture(format_), "现场 照片.jpg", actor=wang)

    assert (stored.content_type, stored.subject, stored.uploaded_by_id) == (content_type, ABOUT, wang.pk)
    assert "照片" not in stored.file.name
    assert len(Path(stored.file.name).stem) == 32
    assert stored.size == len(stored.file.read())


def test_nothing_of_the_metadata_survives(wang: Person) -> None:
    original = with_position()
    assert b"secret place" in original

    kept = store(original, actor=wang).file.read()

    assert b"secret place" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_picture_taken_sideways_stands_upright(wang: Person) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    kept = store(picture(size=(40, 20), exif=exif), actor=wang)

    assert Image.open(kept.file).size == (20, 40)


def test_script_behind_a_picture_is_gone(wang: Person) -> None:
    assert b"<script>" not in store(picture() + HTML, actor=wang).file.read()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "a.svg"), (SVG, "a.png"), (HTML, "a.jpg"), (HTML, "A.JPG.html"), (b"GIF89a" + HTML, "a.gif"),
        (b"", "a.png"), (b"\xff\xd8\xff" + HTML, "a.jpg"), (picture("GIF"), "a.png"), (picture("BMP"), "a.jpg"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_not_kept(wang: Person, media: Path, content: bytes, name: str) -> None:
    with pytest.raises(files.FileRefused):
        store(content, name, actor=wang)

    assert StoredFile.objects.count() == 0
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_picture_that_opens_but_cannot_be_written_again_is_refused(wang: Person) -> None:
    stream = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:])
    content = bytearray(stream.getvalue())
    content[24:27] = (19_999).to_bytes(3, "little")  # the width of the canvas, beyond what WEBP encodes

    with pytest.raises(files.FileRefused):
        store(bytes(content), actor=wang)


def test_pixel_bomb_is_refused_before_it_is_decoded(wang: Person) -> None:
    with pytest.raises(files.FileRefused):
        store(png_header(50_000, 50_000), "a.png", actor=wang)


def test_file_over_the_limit_is_refused(wang: Person) -> None:
    with pytest.raises(files.FileRefused, match="10 MB"):
        store(b"%PDF-" + bytes(files.LARGEST), "a.pdf", actor=wang)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"), ("..\\..\\boot.ini", "boot.jpg"), ("a\0b.jpg", "ab.jpg"),
        ("..", "file.jpg"), ("长" * 300 + ".jpg", "长" * 120 + ".jpg"), ("现场.JPG.html", "现场.JPG.jpg"),
    ],
)  # fmt: skip
def test_shown_name_has_no_path_and_the_suffix_of_what_it_is(given: str, shown: str) -> None:
    assert files._shown(given, ".jpg") == shown


def test_signature_is_kept_as_a_picture(wang: Person) -> None:
    data = "data:image/png;base64," + base64.b64encode(picture("PNG")).decode()

    stored = files.store_signature(data, ABOUT, actor=wang, now=clock.now())

    assert (stored.kind, stored.content_type) == ("signature", "image/png")


def test_empty_signature_is_incomplete() -> None:
    with pytest.raises(Incomplete, match="请客户签名"):
        files.signature_file("")


@pytest.mark.parametrize("data", ["data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,not base64!"])
def test_signature_that_is_no_picture_is_refused(data: str) -> None:
    with pytest.raises(files.FileRefused):
        files.signature_file(data)


@pytest.mark.usefixtures("wang_may_read")
def test_who_may_see_the_subject_reads_the_file(wang: Person, browser: Client) -> None:
    answer = browser.get(f"/files/{store(picture(), actor=wang).pk}/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.usefixtures("wang_may_read")
def test_pdf_is_an_attachment(wang: Person, browser: Client) -> None:
    answer = browser.get(f"/files/{store(PDF, '证明.pdf', actor=wang).pk}/")

    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.usefixtures("wang_may_read")
def test_others_learn_nothing(wang: Person, li: Person, client: Client) -> None:
    stored = store(picture(), actor=wang)
    client.force_login(li)

    foreign, absent = client.get(f"/files/{stored.pk}/"), client.get(f"/files/{stored.pk + 1}/")

    assert (foreign.status_code, absent.status_code) == (404, 404)


def test_files_of_a_subject_that_nobody_declared_are_read_by_nobody(wang: Person, browser: Client) -> None:
    assert browser.get(f"/files/{store(picture(), actor=wang).pk}/").status_code == 404


@pytest.mark.usefixtures("wang_may_read")
def test_without_sign_in_there_is_no_file(wang: Person, client: Client) -> None:
    assert client.get(f"/files/{store(picture(), actor=wang).pk}/").status_code == 404
