"""Restore a backup into a scratch database, by the same command as in earnest, and compare what came out."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from aftersales.backup import archive
from aftersales.backup.errors import BackupError
from aftersales.backup.facts import Facts, another_connection
from aftersales.backup.making import make
from core import heartbeats


@dataclass(frozen=True)
class Compared:
    """One line of the drill's table."""

    what: str
    backed_up: str
    restored: str

    @property
    def same(self) -> bool:
        return self.backed_up == self.restored


def drill(*, now: datetime, file: Path | None = None) -> list[Compared]:
    """Make a backup (or take `file`), restore it elsewhere, and compare; nothing of it remains."""
    # Beside the data, not in /tmp: that may be memory.
    with (
        tempfile.TemporaryDirectory(prefix="drill-", dir=settings.VAR) as folder,
        _scratch_database(Path(folder)) as url,
    ):
        tried = file or make(to=Path(folder) / "backups", now=now).file
        checked = archive.check(tried)
        restored = _restore_elsewhere(tried, url, Path(folder) / "var")
    compared = list(_compare(checked.manifest, restored))
    if all(line.same for line in compared):
        heartbeats.beat(heartbeats.DRILL, now=now, detail={"file": tried.name, "seal": checked.seal})
    return compared


def _compare(manifest: dict[str, Any], restored: dict[str, Any]) -> Iterator[Compared]:
    then, now = Facts(**manifest["facts"]).lines(), Facts(**restored["facts"]).lines()
    for what in dict.fromkeys([*then, *now]):
        yield Compared(what, then.get(what, "–"), now.get(what, "–"))
    uploads = sum(name.startswith(archive.MEDIA) for name in manifest["parts"])
    yield Compared("uploads", str(uploads), str(restored["files"]))
    yield Compared("rows of the journal that do not fit", "0", str(restored["broken"]))


def _restore_elsewhere(file: Path, url: str, var: Path) -> dict[str, Any]:
    hidden = {"DATABASE_URL_FILE", "VAR_DIR"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"DATABASE_URL": url, "VAR_DIR": str(var), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "restore", str(file.absolute()), "--json"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"The backup could not be restored: {done.stderr.strip()}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@contextmanager
def _scratch_database(folder: Path) -> Iterator[str]:
    """The DATABASE_URL of an empty database that is gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"
        return
    name = f"drill_{token_hex(6)}"
    _outside_transaction(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield _url(name)
    finally:
        _outside_transaction(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _outside_transaction(statement: str) -> None:
    other = another_connection()
    try:
        with other.cursor() as cursor:
            cursor.execute(statement)
    finally:
        other.close()


def _url(name: str) -> str:
    described = connection.settings_dict
    user, password = (quote(str(described[part]), safe="") for part in ("USER", "PASSWORD"))
    host, port = quote(str(described["HOST"]), safe=""), described["PORT"]
    login = f"{user}:{password}@" if password else f"{user}@" if user else ""
    return f"postgres://{login}{host}{f':{port}' if port else ''}/{name}"
