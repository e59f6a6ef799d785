"""What strangers may send: nothing of it runs, nothing of it leads anywhere (reliability S3, S4, S5, S10)."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from core.models import StoredFile
from tests.factories import World
from tests.public.conftest import photo, scan, signed_in
from tickets import services as tickets
from tickets.models import Ticket
from tickets.public.models import PublicReport

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
MARKER = "<img src=x onerror=alert(7)>\"'`{{7*7}}"


def named(name: str, content: bytes, content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def bomb() -> bytes:
    """A few bytes that claim to be 2,500 million pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG), ("a.jpg", SVG), ("a.html", SCRIPT), ("A.JPG.html", SCRIPT), ("a.jpg", b"GIF89a" + SCRIPT),
        ("a.jpg", b"\xff\xd8\xff" + SCRIPT), ("bomb.png", bomb()), ("a.pdf", b"%PDF-1.7\n" + SCRIPT),
        ("a.php", b"<?php"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_with_everything_else(
    stranger: Client, url: str, media: Path, name: str, content: bytes
) -> None:
    answer = scan(stranger, url, photos=[photo(), named(name, content)])

    assert answer.status_code == 422
    assert "第 2 张照片不能使用" in answer.content.decode()
    assert PublicReport.objects.count() == Ticket.objects.count() == StoredFile.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_picture_with_a_script_behind_it_is_kept_as_a_picture_alone(stranger: Client, url: str) -> None:
    whole = photo().read()

    scan(stranger, url, photos=[named("a.jpg", whole + SCRIPT)])

    assert b"<script>" not in StoredFile.objects.get().file.read()


def test_position_and_camera_are_gone(stranger: Client, url: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[2] = (29.0, 33.0, 46.0)

    scan(stranger, url, photos=[photo(exif=exif)])

    kept = StoredFile.objects.get().file.read()
    assert b"secret place" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


@pytest.mark.parametrize("name", ["长" * 300 + ".jpg", "../../etc/passwd.jpg", "..\\boot.jpg", "a.jpg\r\nX-Evil: 1"])
def test_names_are_ours(stranger: Client, url: str, media: Path, name: str) -> None:
    assert scan(stranger, url, photos=[photo(name)]).status_code == 302

    stored = StoredFile.objects.get()
    assert len(Path(stored.file.name).stem) == 32
    assert Path(stored.file.path).is_relative_to(media)
    assert len(stored.name) <= 124
    assert not {"/", "\\", "\n"} & set(stored.name)


def test_a_photo_is_for_who_may_see_the_ticket(world: World, stranger: Client, url: str) -> None:
    scan(stranger, url, photos=[photo()])
    file = f"/files/{StoredFile.objects.get().pk}/"
    ticket = Ticket.objects.get()

    def seen_by(username: str) -> int:
        return signed_in(world, username).get(file).status_code

    assert [seen_by(name) for name in ("liaison", "supervisor", "e1", "finance")] == [200, 200, 404, 404]
    assert stranger.get(file).status_code == 404
    tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=ticket.reported_at)
    answer = signed_in(world, "e1").get(file)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert seen_by("e2") == 404


def test_photos_of_what_waits_are_for_who_looks_at_it(world: World, stranger: Client, url: str) -> None:
    scan(stranger, url, photos=[photo()], website="x")
    file = f"/files/{StoredFile.objects.get().pk}/"

    statuses = [signed_in(world, name).get(file).status_code for name in ("clerk", "e1", "finance")]
    assert statuses == [200, 404, 404]


def test_markup_in_any_field_stays_text(world: World, stranger: Client, desk: Client, url: str) -> None:
    answer = scan(stranger, url, fault=MARKER, contact=MARKER, photos=[photo(MARKER + ".jpg")])
    flagged = scan(Client(), url, fault=MARKER + "!", contact=MARKER, website="x", photos=[photo(MARKER + ".jpg")])
    number = Ticket.objects.get().number
    pages = [
        stranger.get(answer["Location"]), stranger.get(answer["Location"].replace("sent/", "")),
        stranger.get(flagged["Location"].replace("sent/", "")), desk.get("/reviews/"), desk.get(f"/tickets/{number}/"),
        desk.get(f"/tickets/{number}/customer/"), desk.get("/tickets/"),
        scan(stranger, url, fault="", contact=MARKER, phone=MARKER),
        stranger.post("/s/", {"number": MARKER, "tail": "1234"}),
    ]  # fmt: skip

    assert all("<img src=x" not in page.content.decode() for page in pages)
    assert "49" not in pages[1].content.decode().split("故障")[1][:60]


@pytest.mark.parametrize("told", [{"fault": "坏\0了"}, {"contact": "\0"}, {"phone": "1\0"}, {"_key": "\0" * 10}])
def test_a_nul_is_no_error_of_ours(stranger: Client, url: str, told: dict[str, Any]) -> None:
    assert scan(stranger, url, **told).status_code in (302, 422)


@pytest.mark.parametrize("path", ["/r/%00/", "/s/%00/", "/r/" + "x" * 3000 + "/", "/s/../../etc/", "/r/{{7*7}}/"])
def test_odd_addresses_are_not_found(db: None, world: World, stranger: Client, path: str) -> None:
    assert stranger.get(path).status_code in (302, 404)


def test_fields_that_no_form_has_change_nothing(stranger: Client, url: str) -> None:
    scan(stranger, url, state="closed", source="phone", notified_at="2020-01-01", engineer="1", serial="P2", flags="[]")

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.source, ticket.serial, ticket.engineer) == ("reported", "qr", "P1", None)


def test_reading_pages_writes_nothing(stranger: Client, url: str) -> None:
    token = scan(stranger, url)["Location"].split("/")[2]
    before = (PublicReport.objects.count(), Ticket.objects.count())

    for path in (url, f"/s/{token}/", f"/s/{token}/sent/", "/s/"):
        stranger.get(path + "?fault=x&stars=1&tail=1234")
    assert stranger.get(f"/s/{token}/rate/").status_code == 405
    assert before == (PublicReport.objects.count(), Ticket.objects.count())
