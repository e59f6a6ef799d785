"""The standard company, a machine with its code, and phones of strangers."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from core import clock
from tests import factories
from tests.factories import NOTICE, World
from tickets.public import selectors, services
from tickets.public.models import MachineLabel

LOOK = NOTICE + timedelta(hours=4)
FAULT = "开机后压力上不来，有异响"
Phone = Callable[..., Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    with clock.travel(LOOK):
        yield LOOK


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


@pytest.fixture
def label(world: World) -> MachineLabel:
    """The code on machine P1 of 重庆江北机械厂."""
    return labelled(world, "P1")


@pytest.fixture
def url(label: MachineLabel) -> str:
    return path_of(label)


@pytest.fixture
def stranger() -> Client:
    """A phone that has never been here."""
    return Client()


@pytest.fixture
def desk(world: World) -> Client:
    """Li Na's browser: the liaison."""
    return signed_in(world, "liaison")


def signed_in(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client


def labelled(world: World, serial: str) -> MachineLabel:
    machine = world.machines[serial]
    return services.issue_labels(machines=[machine], actor=world.liaison, now=LOOK)[0]


def path_of(label: MachineLabel) -> str:
    return "/r/" + selectors.label_address(label).split("/r/")[1]


_keys = iter(range(10**6))


def scan(client: Client, url: str, **told: Any) -> Any:
    """Open the form and send it, as a person does; the answer to the sending."""
    address = {"REMOTE_ADDR": told.pop("address")} if "address" in told else {}
    client.get(url, **address)
    given = {"fault": FAULT, "phone": "13912345678", "contact": "刘师傅", "_key": f"scan-{next(_keys)}", **told}
    return client.post(url, given, **address)


def token_in(answer: Any) -> str:
    """The token of the status link to which a sent report leads."""
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).split("/")[2]


def photo(name: str = "现场.jpg", size: tuple[int, int] = (40, 30), **options: Any) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG", **options)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
