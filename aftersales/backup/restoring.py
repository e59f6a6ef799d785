"""Put a backup in the place of a database, and prove afterwards that it is the same."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from aftersales.backup import archive
from aftersales.backup.errors import BackupError
from aftersales.backup.facts import Facts, facts
from aftersales.backup.making import vendor
from core import journal

# What even a fresh installation fills by itself; any row elsewhere is somebody's.
TOLD_BY_PEOPLE = ("accounts_person", "accounts_company", "core_journalentry", "core_storedfile")


@dataclass(frozen=True)
class Restored:
    facts: Facts
    files: int
    broken: int
    behind: bool

    def told(self) -> dict[str, Any]:
        return {"facts": self.facts.told(), "files": self.files, "broken": self.broken, "behind": self.behind}


def restore(file: Path, *, force: bool = False, seal: str = "") -> Restored:
    """Replace database and uploads by those of `file`; BackupError before anything is touched where it must not be.

    The database changes in one transaction. Uploads of the backup are added to those that lie there.
    """
    checked = archive.check(file, seal)
    _refuse_foreign(checked.manifest)
    if not force and _has_data():
        raise BackupError("This database holds data. To replace it for good: --force.")
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR) as scratch:
        dump = Path(scratch) / vendor().PART
        checked.extract(vendor().PART, dump)
        files = checked.extract_media(Path(settings.MEDIA_ROOT))
        vendor().load(dump)
    return _proved(checked.manifest, files)


def _proved(manifest: dict[str, Any], files: int) -> Restored:
    now, then = facts(connection), Facts(**manifest["facts"])
    if now != then:
        wrong = [name for name, value in then.lines().items() if now.lines().get(name) != value]
        raise BackupError(f"What was restored differs from what was backed up: {', '.join(wrong)}.")
    broken = list(journal.verify())
    return Restored(now, files, len(broken), behind=bool(_known_migrations() - set(manifest["migrations"])))


def _refuse_foreign(manifest: dict[str, Any]) -> None:
    if manifest["vendor"] != connection.vendor:
        raise BackupError(f"The backup is of {manifest['server']}; this installation runs on {vendor().server()}.")
    if newer := sorted(set(manifest["migrations"]) - _known_migrations()):
        raise BackupError(f"The backup is of a newer version, which has {newer[0]}; update the product first.")


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return {f"{app}.{name}" for app, name in (*loader.disk_migrations, *replaced)}


def _has_data() -> bool:
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table in present.intersection(TOLD_BY_PEOPLE):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - one of the names above
            if cursor.fetchone():
                return True
    return False
