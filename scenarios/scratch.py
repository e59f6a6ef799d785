"""A private database built from the migrations: what a scenario writes never reaches the installation."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test.utils import override_settings

MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
COMPILED = (".pyc", ".mo")
# Nothing leaves the run: files and cached values live in memory, and mail goes nowhere.
ISOLATED = {
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "scenarios"}},
    "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
}


@contextmanager
def scratch_database(*, configured: bool = False, kept: Path | None = None) -> Iterator[None]:
    """Run the block on an empty database of its own: SQLite in memory, or one beside the configured database.

    In the folder `kept` an empty one in memory is kept for the next time: migrating takes longer than most stories.
    """
    with override_settings(**ISOLATED), _beside_configured() if configured else _in_memory(kept):
        yield


@contextmanager
def _in_memory(kept: Path | None) -> Iterator[None]:
    installed = connections[DEFAULT_DB_ALIAS]
    private: BaseDatabaseWrapper = ConnectionHandler({DEFAULT_DB_ALIAS: dict(MEMORY)})[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = private
    try:
        _fill(private, kept)
        yield
    finally:
        private.close()
        connections[DEFAULT_DB_ALIAS] = installed


def _fill(private: Any, kept: Path | None) -> None:
    """Build the tables, or take them from the last time that this very code built them."""
    file = kept / f"{_code()}.sqlite3" if kept else None
    private.ensure_connection()
    if file and file.is_file():
        # Read only: where newer code has just removed it, connecting would leave an empty one for good.
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(private.connection)
        return
    call_command("migrate", verbosity=0, interactive=False)
    if file:
        _keep(private, file)


def _keep(private: Any, file: Path) -> None:
    """Beside its place first, so that nobody reads half of it; those of older code go."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(half)) as target:
        private.connection.backup(target)
    half.replace(file)
    for old in file.parent.glob("*.sqlite3"):
        if old != file:
            old.unlink(missing_ok=True)


def _code() -> str:
    """Another text for other code or data of the product or of Django: whatever a migration may have read."""
    folders = sorted(config.path for config in apps.get_app_configs())
    files = (file for folder in folders for file in sorted(Path(folder).rglob("*")) if file.suffix not in COMPILED)
    told = ((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.is_file())
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()[:32]


@contextmanager
def _beside_configured() -> Iterator[None]:
    """A database named after this process, created and dropped by Django's own test-database commands."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    installed, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    given = test.get("NAME")
    test["NAME"] = f"{installed}_scenario_{os.getpid()}" if connection.vendor == "postgresql" else None
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(installed, verbosity=0)
        test["NAME"] = given
