"""The migrations run once for each kind of database; every other process and run begins with a copy.

They take longer than a thousand tests. What they made lies in a folder: the database itself for SQLite, the name of
a database on the same server for PostgreSQL. `make test` names a fresh folder in TEST_DATABASES; without it a run on
SQLite keeps one beside the system's temporary files, under a name that follows from the migrations and models.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.models.signals import class_prepared
from django_fsm import FSMFieldMixin

from tests.support import flushing
from tests.support.sources import APPS, ROOT

FOLDER = "TEST_DATABASES"
# Beside the migrations: the models have permissions, and core and words stand in what migrations fill in.
MADE_FROM = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "core/**/*.py", "tickets/waits.py")
KEPT_SECONDS = 3 * 24 * 3600
_from_migrations: Callable[..., str] = BaseDatabaseCreation.create_test_db
_contribute = FSMFieldMixin.contribute_to_class


def share_what_the_migrations_make() -> None:
    if os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite"):
        os.environ.setdefault(FOLDER, str(_kept_folder()))
    BaseDatabaseCreation.create_test_db = _created
    FSMFieldMixin.contribute_to_class = _contribute_quickly


def _contribute_quickly(self: Any, cls: Any, name: str, **options: Any) -> None:
    """The thousands of historical models have no transitions, and asking each of them for each is a third of it all."""
    _contribute(self, cls, name, **options)
    if cls.__module__ == "__fake__":
        class_prepared.disconnect(self._collect_transitions)


def _kept_folder() -> Path:
    """Made where missing; what nobody has used for days is swept out."""
    home = Path(tempfile.gettempdir()) / f"aftersales-test-databases-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.stat().st_uid != os.getuid():
        raise PermissionError(f"{home} belongs to somebody else")
    folder = home / _fingerprint()
    folder.mkdir(exist_ok=True)
    os.utime(folder)
    for old in home.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _fingerprint() -> str:
    told = hashlib.sha256()
    files = {file for pattern in MADE_FROM for file in ROOT.glob(pattern) if file.relative_to(ROOT).parts[0] in APPS}
    for file in sorted({*files, ROOT / "aftersales" / "settings.py", *ROOT.glob("requirements*.txt")}):
        told.update(str(file).encode() + file.read_bytes())
    return told.hexdigest()[:16]


def _created(creation: Any, verbosity: int = 1, autoclobber: bool = False, serialize: bool = True,
             keepdb: bool = False) -> str:  # fmt: skip
    if FOLDER not in os.environ or keepdb or serialize:
        _from_migrations(creation, verbosity, autoclobber, serialize, keepdb)
    else:
        kind = _Sqlite(creation) if creation.connection.vendor == "sqlite" else _Postgres(creation)
        with _alone():
            if first := not kind.kept.exists():
                _from_migrations(creation, verbosity, autoclobber, serialize)
                kind.keep()
        if not first:
            kind.copied(verbosity, autoclobber)
    flushing.remember(creation.connection)
    return str(creation.connection.settings_dict["NAME"])


@contextmanager
def _alone() -> Iterator[None]:
    """Whoever comes second waits until the first has migrated."""
    with (Path(os.environ[FOLDER]) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Kind:
    name: str

    def __init__(self, creation: Any) -> None:
        self.creation, self.connection = creation, creation.connection
        self.kept = Path(os.environ[FOLDER]) / self.name

    def copied(self, verbosity: int, autoclobber: bool) -> None:
        """As Django's own creation, with a copy in place of the migrations."""
        name: str = self.creation._get_test_db_name()
        self._create(verbosity, autoclobber)
        self.connection.close()
        settings.DATABASES[self.connection.alias]["NAME"] = self.connection.settings_dict["NAME"] = name
        self.connection.ensure_connection()
        self._fill()

    def _create(self, verbosity: int, autoclobber: bool) -> None:
        self.creation._create_test_db(verbosity, autoclobber)

    def _fill(self) -> None:
        """What the database still lacks when it has been created."""


class _Sqlite(_Kind):
    name = "migrated.sqlite3"

    def keep(self) -> None:
        half = self.kept.with_suffix(".half")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(half)) as kept:
            self.connection.connection.backup(kept)
        half.rename(self.kept)

    def _fill(self) -> None:
        with closing(sqlite3.connect(self.kept)) as kept:
            kept.backup(self.connection.connection)


class _Postgres(_Kind):
    name = "template"
    database = "migrated_for_tests"

    def keep(self) -> None:
        source = self.connection.settings_dict["NAME"]
        self.connection.close()
        with self.creation._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{source}"')
        self.connection.ensure_connection()
        self.kept.touch()

    def _create(self, verbosity: int, autoclobber: bool) -> None:
        test = self.connection.settings_dict["TEST"]
        given, test["TEMPLATE"] = test.get("TEMPLATE"), self.database
        try:
            super()._create(verbosity, autoclobber)
        finally:
            test["TEMPLATE"] = given
