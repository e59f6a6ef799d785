"""A backup is one file; what comes out of it is what went in, or nothing comes out."""

import json
import sqlite3
import tarfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Person
from aftersales.backup import archive, making, restoring
from aftersales.backup.drill import Compared, drill
from aftersales.backup.errors import BackupError
from aftersales.backup.facts import facts
from aftersales.backup.making import Made, make
from aftersales.backup.restoring import restore
from core import clock
from core.models import Heartbeat, JournalEntry, StoredFile
from tests.factories import World


@pytest.fixture
def made(world: World, tmp_path: Path) -> Made:
    return make(to=tmp_path / "backups", now=clock.now())


def rewritten(made: Made, change: Callable[[str, bytes], bytes | None], *more: tuple[str, bytes]) -> Path:
    """A copy of the backup whose parts went through `change`; None leaves one out."""
    copy = made.file.with_name("copy.tar")
    with tarfile.open(made.file) as source, tarfile.open(copy, "w") as target:
        parts = [(member.name, change(member.name, source.extractfile(member).read())) for member in source]
        for name, content in (*parts, *more):
            if content is not None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                target.addfile(info, BytesIO(content))
    return copy


def test_file_holds_database_uploads_manifest_and_seal(made: Made) -> None:
    with tarfile.open(made.file) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))

    assert names[0].startswith("database.")
    assert names[-2:] == ["manifest.json", "seal"]
    assert [name for name in names if name.startswith("media/private/")]
    assert manifest["facts"]["tables"]["accounts_person"] == Person.objects.count()
    assert manifest["parts"].keys() == set(names) - {"manifest.json", "seal"}
    assert "accounts.0001_initial" in manifest["migrations"]
    assert made.file.stat().st_mode & 0o077 == 0


def test_manifest_names_the_rows_of_every_table(made: Made) -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))

    assert set(archive.check(made.file).manifest["facts"]["tables"]) == tables


def test_nothing_half_done_is_left_behind(made: Made) -> None:
    assert [path.name for path in made.file.parent.iterdir()] == [made.file.name]


def test_a_backup_that_fails_leaves_no_file(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_uploads", lambda: [tmp_path / "media" / "gone"])

    with pytest.raises(FileNotFoundError):
        make(to=tmp_path / "backups", now=clock.now())
    assert list((tmp_path / "backups").iterdir()) == []


def test_only_the_newest_are_kept(world: World, tmp_path: Path, at: Callable) -> None:
    for hours in range(4):
        made = make(to=tmp_path, now=at("2026-03-02 08:00:00") + timedelta(hours=hours), keep=2)

    left = sorted(path.name for path in tmp_path.glob("*.tar"))
    assert left == ["aftersales-20260302T020000Z.tar", "aftersales-20260302T030000Z.tar"]
    assert made.file.name == left[-1]


def test_a_backup_tells_when_it_was_made(made: Made) -> None:
    assert Heartbeat.objects.get(name="backup").detail == {"file": made.file.name, "seal": made.seal}


def test_restoring_brings_back_rows_and_uploads(made: Made, world: World) -> None:
    before, stored = facts(connection), StoredFile.objects.get()
    # The heartbeat of the backup itself was written after its snapshot.
    counted = {**before.tables, "core_heartbeat": before.tables["core_heartbeat"] - 1}
    stored.file.storage.delete(stored.file.name)
    Person.objects.create_user("intruder", name="贼")

    restored = restore(made.file, force=True)

    assert restored.facts.tables == counted
    assert (restored.facts.ledger, restored.facts.journal) == (before.ledger, before.journal)
    assert (restored.files, restored.broken, restored.behind) == (1, 0, False)
    assert not Person.objects.filter(username="intruder").exists()
    assert StoredFile.objects.get().file.read() == b"%PDF-1.7 proof"


def test_what_is_append_only_still_is_after_a_restore(made: Made) -> None:
    restore(made.file, force=True)

    with pytest.raises(Exception, match="append-only"):
        JournalEntry.objects.update(reason="x")


def test_data_is_never_replaced_without_force(made: Made) -> None:
    with pytest.raises(BackupError, match=r"holds data.*--force"):
        restore(made.file)


def test_one_changed_byte_of_the_database_is_refused(made: Made) -> None:
    def flip(name: str, content: bytes) -> bytes:
        return content[:-1] + bytes([content[-1] ^ 1]) if name.startswith("database.") else content

    with pytest.raises(BackupError, match="was changed after it was made: database"):
        restore(rewritten(made, flip), force=True)


def test_an_upload_left_out_is_refused(made: Made) -> None:
    copy = rewritten(made, lambda name, content: None if name.startswith("media/") else content)

    with pytest.raises(BackupError, match="was changed after it was made: media/private/"):
        restore(copy, force=True)


@pytest.mark.parametrize("name", ["media/extra.jpg", "../../etc/cron.d/x", "/etc/passwd"])
def test_a_part_that_was_added_is_refused(made: Made, name: str) -> None:
    with pytest.raises(BackupError, match=r"was changed|has no place"):
        restore(rewritten(made, lambda _name, content: content, (name, b"x")), force=True)


def test_a_manifest_that_was_changed_is_refused(made: Made) -> None:
    def polish(name: str, content: bytes) -> bytes:
        return content.replace(b'"format": 1', b'"format": 1 ') if name == "manifest.json" else content

    with pytest.raises(BackupError, match=r"manifest .* was changed"):
        restore(rewritten(made, polish), force=True)


def test_a_backup_forged_as_a_whole_does_not_fit_the_seal_kept_elsewhere(made: Made) -> None:
    assert archive.check(made.file, made.seal).seal == made.seal
    with pytest.raises(BackupError, match="was changed"):
        archive.check(made.file, "0" * 64)


def test_a_file_cut_off_is_refused(made: Made) -> None:
    short = made.file.with_name("short.tar")
    short.write_bytes(made.file.read_bytes()[: made.file.stat().st_size // 2])

    with pytest.raises(BackupError, match=r"no backup|cut off"):
        restore(short, force=True)


@pytest.mark.both
def test_what_is_no_backup_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")

    with pytest.raises(BackupError, match="no backup that can be read"):
        archive.check(tmp_path / "letter.txt")


def test_a_backup_of_a_newer_version_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    known = restoring._known_migrations()
    monkeypatch.setattr(restoring, "_known_migrations", lambda: known - {"penalties.0001_initial"})

    with pytest.raises(BackupError, match=r"newer version, which has penalties.0001_initial"):
        restore(made.file, force=True)


def test_a_backup_of_another_kind_of_database_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = archive.check(made.file)

    with pytest.raises(BackupError, match="The backup is of Oracle 7; this installation runs on"):
        restoring._refuse_foreign({**checked.manifest, "vendor": "oracle", "server": "Oracle 7"})


def test_a_failed_load_leaves_the_database_as_it_was(made: Made, tmp_path: Path) -> None:
    people = Person.objects.count()
    (tmp_path / "bad.dump").write_bytes(b"neither dump nor database")

    with pytest.raises((BackupError, sqlite3.DatabaseError)):
        making.vendor().load(tmp_path / "bad.dump")
    assert Person.objects.count() == people


def test_the_drill_passes_and_leaves_nothing(world: World, tmp_path: Path, capsys: Any) -> None:
    call_command("restore_drill")

    told = capsys.readouterr().out
    assert "rows of accounts_person" in told
    assert "ledger hash" in told
    assert told.splitlines()[-1].startswith("restore drill passed: ")
    assert "DIFFERS" not in told
    assert Heartbeat.objects.filter(name="restore_drill").exists()


def test_the_drill_ends_in_failure_when_anything_differs(
    world: World, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    different = [Compared("rows of tickets_ticket", "7", "6"), Compared("uploads", "1", "1")]
    monkeypatch.setattr("aftersales.management.commands.restore_drill.drill", lambda **_: different)

    with pytest.raises(CommandError, match="1 of 2 facts differ"):
        call_command("restore_drill")
    assert capsys.readouterr().out.splitlines()[1].endswith("7                 6  DIFFERS")


def test_the_drill_refuses_a_tampered_backup(made: Made) -> None:
    copy = rewritten(made, lambda name, content: content + b" " if name.startswith("database.") else content)

    with pytest.raises(BackupError, match="was changed"):
        drill(now=clock.now(), file=copy)


@pytest.mark.postgres
def test_the_drill_drops_its_database(world: World) -> None:
    drill(now=clock.now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'drill%'")
        assert cursor.fetchall() == []


def test_commands_tell_refusals_in_one_sentence(made: Made) -> None:
    with pytest.raises(CommandError, match="This database holds data"):
        call_command("restore", str(made.file))


def test_command_backs_up_to_the_folder_that_it_is_given(world: World, tmp_path: Path, capsys: Any) -> None:
    call_command("backup", to=tmp_path / "kept", keep=3)

    told = capsys.readouterr().out.splitlines()
    assert Path(told[0].split("  ")[0]).is_file()
    assert told[1].startswith("seal ")
