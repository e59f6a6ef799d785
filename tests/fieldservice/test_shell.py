"""What installs the app on engineer Zhang's phone, and how little it takes."""

import gzip
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from accounts.matrix import matrix
from fieldservice import shell, today
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db
MOST = 200 * 1024


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


@pytest.fixture
def phone(client: Client, world: World) -> Client:
    client.force_login(world.e1)
    return client


def built(url: str) -> Path:
    found = finders.find(url.removeprefix("/static/"))
    assert found, f"{url} was not built"
    return Path(str(found))


def test_app_can_be_installed_by_anybody_who_finds_the_sign_in(client: Client, world: World) -> None:
    told = json.loads(client.get("/m/manifest.webmanifest").content)

    assert told["start_url"] == told["scope"] == "/m/"
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    assert all(built(icon["src"]).read_bytes().startswith(b"\x89PNG") for icon in told["icons"])


def test_worker_belongs_to_the_phone_pages_only(client: Client, world: World) -> None:
    answer = client.get("/m/sw.js")

    assert answer["Service-Worker-Allowed"] == "/m/"
    assert answer["Content-Type"] == "text/javascript"
    assert "no-store" in answer["Cache-Control"]


def test_first_view_is_smaller_than_two_hundred_kilobytes(phone: Client) -> None:
    page = phone.get("/m/").content
    parts = [built(url).read_bytes() for url in shell.assets() if not url.endswith(".png")]

    assert sum(len(gzip.compress(part)) for part in (page, *parts)) < MOST


def test_phone_keeps_its_own_jobs_and_their_forms(phone: Client, world: World) -> None:
    mine = factories.dispatched(world)
    other = factories.dispatched(world, engineer=world.e2, serial="P2")

    urls = phone.get("/m/keep/").json()["urls"]

    assert {f"/m/{mine.number}/", f"/m/{mine.number}/arrive/", f"/m/{mine.number}/card/"} <= set(urls)
    assert not any(other.number in url for url in urls)


def test_what_is_kept_can_be_opened_before_its_turn(phone: Client, world: World) -> None:
    factories.dispatched(world)

    urls = phone.get("/m/keep/").json()["urls"]

    assert {url: phone.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_desk_keeps_nothing_on_a_phone(client: Client, world: World) -> None:
    client.force_login(world.liaison)

    assert client.get("/m/keep/").status_code == 403


def test_greeting_tells_who_is_signed_in_and_nothing_else(phone: Client, world: World) -> None:
    assert set(phone.get("/m/hello/").json()) == {"person", "token", "now"}


def test_every_door_of_the_account_and_of_today_leads_somewhere_that_is_an_engineers(phone: Client) -> None:
    names = {*shell.PAGES, *(name for name, _label, _text in shell.DOORS), *today.DOORS.values()}

    assert {name: "field_engineer" in matrix().pages.get(name, ()) for name in names} == dict.fromkeys(names, True)
    assert all(reverse(name) for name in names)
