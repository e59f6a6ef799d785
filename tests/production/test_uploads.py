"""Uploads are nobody's but those who may see what they are about; what belongs to nothing goes."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import FileField
from django.test import Client

from accounts.models import Person
from aftersales import orphans
from aftersales.environment import SettingError
from core import files
from core.models import StoredFile
from tests.factories import World


@pytest.fixture
def proof(world: World) -> StoredFile:
    return StoredFile.objects.get()


@pytest.fixture(autouse=True)
def _own_files() -> Any:
    """Files about a person are his own to read."""
    files.guard("accounts.person", lambda subject_id, *, person, now: subject_id == person.pk)
    yield
    files._guards.pop("accounts.person")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_strangers_and_colleagues_learn_nothing(proof: StoredFile, world: World) -> None:
    address = f"/files/{proof.pk}/"

    assert signed_in(world.liaison).get(address).status_code == 200
    assert signed_in(world.clerk).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert Client().get("/files/999999/").status_code == 404


def test_who_has_left_learns_nothing_by_his_open_session(proof: StoredFile, world: World) -> None:
    browser = signed_in(world.liaison)
    Person.objects.filter(pk=world.liaison.pk).update(is_active=False)

    assert browser.get(f"/files/{proof.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/media/", "/media/private/", "/var/media/"])
def test_no_address_serves_the_folder(proof: StoredFile, world: World, path: str) -> None:
    for client in (Client(), signed_in(world.liaison)):
        assert client.get(path + proof.file.name.removeprefix("private/")).status_code == 404
        assert client.get(f"/media/{proof.file.name}").status_code == 404


def test_behind_a_web_server_the_product_names_the_file_and_sends_nothing(
    proof: StoredFile, world: World, settings: Any
) -> None:
    settings.PRIVATE_FILES_LOCATION = "/_private/"
    answer = signed_in(world.liaison).get(f"/files/{proof.pk}/")

    assert answer.content == b""
    assert answer["X-Accel-Redirect"] == f"/_private/{proof.file.name}"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "X-Accel-Redirect" not in signed_in(world.clerk).get(f"/files/{proof.pk}/")


def test_a_location_without_its_slashes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    from aftersales import settings as module
    from aftersales.environment import env

    monkeypatch.setattr(env, "values", {**env.values, "PRIVATE_FILES_LOCATION": "/_private"})
    with pytest.raises(SettingError, match="must begin and end with a slash"):
        importlib.reload(module)
    monkeypatch.undo()
    importlib.reload(module)


def test_a_file_whose_act_was_rolled_back_goes_after_a_day(proof: StoredFile, world: World, media: Path) -> None:
    now = datetime.now().astimezone()
    with transaction.atomic():
        upload = ContentFile(b"%PDF-1.7 lost", "x.pdf")
        lost = files.store_file(upload, world.clerk, actor=world.clerk, now=now)
        transaction.set_rollback(True)
    left = media / lost.file.name

    assert left.exists()
    assert orphans.remove(now=now + timedelta(hours=23)) == 0
    assert orphans.remove(now=now + timedelta(hours=25)) == 1
    assert not left.exists()
    assert (media / proof.file.name).exists()


def test_only_this_months_and_last_months_uploads_are_looked_at(world: World, media: Path, at: Callable) -> None:
    for month in ("2026/01", "2026/02", "2026/03"):
        file = media / "private" / month / "left.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
        os.utime(file, (0, 0))

    assert orphans.remove(now=at("2026-03-01 00:30:00")) == 2
    assert (media / "private/2026/01/left.jpg").exists()


def test_every_model_that_keeps_a_private_file_is_known_to_the_cleaner() -> None:
    keeping = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField) and str(field.upload_to).startswith("private/")
    }

    assert keeping == {"core.StoredFile"}
