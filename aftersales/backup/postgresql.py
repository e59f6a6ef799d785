"""Dumping and loading a PostgreSQL database with its own programs, which must be as new as the server."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from aftersales.backup.errors import BackupError
from aftersales.backup.facts import Facts, another_connection, facts

PART = "database.dump"
# Within the transaction that loads the dump: what stood there goes, or nothing happens at all.
EMPTY_SCHEMA = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', thing.tablename);
  END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name);
  END LOOP;
END $$;
"""


def server() -> str:
    connection.ensure_connection()
    number: int = connection.pg_version  # type: ignore[attr-defined]  # of PostgreSQL only
    return f"PostgreSQL {number // 10000}.{number % 10000}"


@contextmanager
def dumped(folder: Path) -> Iterator[tuple[Path, Facts]]:
    """A dump in pg_dump's own format, and the facts of exactly the snapshot that it shows."""
    dump, other = folder / PART, another_connection()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
        _run([*_command("pg_dump"), *options, f"--snapshot={snapshot}", f"--file={dump}"])
        yield dump, facts(other)
    finally:
        other.close()
        dump.unlink(missing_ok=True)


def load(dump: Path) -> None:
    """Replace everything in the schema by the dump, in one transaction."""
    script = dump.with_suffix(".sql")
    arguments = ["--no-owner", "--no-privileges", "--no-comments", f"--file={script}", str(dump)]
    _run([_program("pg_restore"), *arguments])
    head = script.with_suffix(".head.sql")
    head.write_text(EMPTY_SCHEMA, encoding="utf-8")
    connection.close()
    try:
        quiet = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run([*_command("psql"), *quiet, f"--file={head}", f"--file={script}"])
    finally:
        head.unlink()
        script.unlink()


def _command(program: str) -> list[str]:
    arguments, _environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return [_program(program), *arguments[1:]]


def _program(name: str) -> str:
    """Debian keeps the programs of each server version off the PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise BackupError(f"{name} is missing: install PostgreSQL's client programs (Debian: postgresql-client).")
    return found


def _run(command: Sequence[Any]) -> None:
    # The password travels in the environment: a command line is for every user of the machine to read.
    _arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(  # noqa: S603 - programs that this file names
        command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
