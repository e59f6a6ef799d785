"""Copying an SQLite database while it is in use, by SQLite's own online backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from aftersales.backup.facts import Facts, another_connection, facts

PART = "database.sqlite3"


def server() -> str:
    return f"SQLite {sqlite3.sqlite_version}"


@contextmanager
def dumped(folder: Path) -> Iterator[tuple[Path, Facts]]:
    """A consistent copy in `folder`, and the facts of that copy."""
    copy = folder / PART
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        # One file, whatever the mode of the original.
        target.execute("PRAGMA journal_mode=DELETE")
    other = another_connection(NAME=str(copy), OPTIONS={})
    try:
        yield copy, facts(other)
    finally:
        other.close()
        copy.unlink(missing_ok=True)


def load(dump: Path) -> None:
    """Replace the content of the product's database in one transaction of SQLite."""
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as source:
        source.backup(connection.connection)
    connection.close()
