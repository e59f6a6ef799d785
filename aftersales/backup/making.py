"""Make a backup: beside the running product, from one snapshot, visible under its name only when it is whole."""

import os
import platform
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from aftersales.backup import postgresql, sqlite
from aftersales.backup.archive import MEDIA, Writing
from aftersales.backup.errors import BackupError
from core import heartbeats

PREFIX, SUFFIX = "aftersales-", ".tar"


@dataclass(frozen=True)
class Made:
    file: Path
    seal: str
    files: int


def vendor() -> ModuleType:
    """The module that dumps and loads this kind of database."""
    found = {"sqlite": sqlite, "postgresql": postgresql}.get(connection.vendor)
    if found is None:
        raise BackupError(f"There is no backup for databases of the kind {connection.vendor}.")
    return found


def make(*, to: Path, now: datetime, keep: int = 0) -> Made:
    """Write `aftersales-<UTC>.tar` into the folder `to`; with `keep`, only that many of the newest remain."""
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = to / f"{PREFIX}{now.astimezone(UTC):%Y%m%dT%H%M%S}Z{SUFFIX}"
    if file.exists():
        raise BackupError(f"{file} exists already.")
    with tempfile.TemporaryDirectory(prefix=".making-", dir=to) as scratch:
        draft = Path(scratch) / file.name
        seal, count = _write(draft, Path(scratch), now)
        draft.chmod(0o600)
        draft.replace(file)
    _keep_after_power_cut(to)
    heartbeats.beat(heartbeats.BACKUP, now=now, detail={"file": file.name, "seal": seal})
    _forget_old(to, keep)
    return Made(file, seal, count)


def _write(draft: Path, scratch: Path, now: datetime) -> tuple[str, int]:
    # Uploads are read after the snapshot: whatever a row of it names was written before the row.
    with vendor().dumped(scratch) as (dump, told), tarfile.open(draft, "w:", format=tarfile.PAX_FORMAT) as tar:
        writing = Writing(tar)
        writing.add(vendor().PART, dump)
        uploads = _uploads()
        for path in uploads:
            writing.add(MEDIA + path.relative_to(settings.MEDIA_ROOT).as_posix(), path)
        seal = writing.close({**_versions(), "made_at": now.isoformat(), "facts": told.told()})
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    return seal, len(uploads)


def _uploads() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".draft")


def _versions() -> dict[str, object]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "vendor": connection.vendor, "server": vendor().server(), "django": django.get_version(),
        "python": platform.python_version(), "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }  # fmt: skip


def _keep_after_power_cut(folder: Path) -> None:
    """A new name is only sure to be there when its folder has reached the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget_old(folder: Path, keep: int) -> None:
    made = sorted(folder.glob(f"{PREFIX}*Z{SUFFIX}"))
    for file in made[:-keep] if keep else []:
        file.unlink()
