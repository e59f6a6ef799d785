"""A private database built from the migrations: what a scenario writes never reaches the installation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test.utils import override_settings

MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
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
def scratch_database(*, configured: bool = False) -> Iterator[None]:
    """Run the block on an empty database of its own: SQLite in memory, or one beside the configured database."""
    with override_settings(**ISOLATED), _beside_configured() if configured else _in_memory():
        yield


@contextmanager
def _in_memory() -> Iterator[None]:
    installed = connections[DEFAULT_DB_ALIAS]
    private: BaseDatabaseWrapper = ConnectionHandler({DEFAULT_DB_ALIAS: dict(MEMORY)})[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = private
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        private.close()
        connections[DEFAULT_DB_ALIAS] = installed


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
