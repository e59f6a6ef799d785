"""Fill tables by one statement each: what is not varied is copied from the specimen row that the services wrote."""

import time
from collections.abc import Mapping
from typing import Any

import psycopg2

from tools.terminal import say


class Filler:
    """Writes mass rows over one connection, with triggers and foreign keys asleep; indexes stay as they are."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg2.connect(dsn)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        for setting in ("session_replication_role = replica", "synchronous_commit = off", "work_mem = '256MB'"):
            self.run(f"SET {setting}")

    def run(self, statement: str, values: Mapping[str, Any] | None = None) -> int:
        """How many rows it touched; `values` are bound by the driver."""
        self.cursor.execute(statement, values)
        return self.cursor.rowcount

    def ask(self, statement: str) -> Any:
        """The first column of the first row."""
        self.cursor.execute(statement)
        row = self.cursor.fetchone()
        return row[0] if row else None

    def fill(self, table: str, source: str, specimen: str = "TRUE", /, **given: str) -> None:
        """Insert one row for each row of `source`: columns by the SQL in `given`, all others as in the specimen."""
        begun = time.monotonic()
        columns = [name for name in self._columns(table) if name != "id" or "id" in given]
        values = ", ".join(given.get(name) or f"specimen.{name}" for name in columns)
        rows = self.run(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "
            f"FROM (SELECT * FROM {table} WHERE {specimen} ORDER BY id LIMIT 1) specimen CROSS JOIN {source}"
        )
        say(f"    {table}: {rows:,} rows in {time.monotonic() - begun:.1f} s")

    def _columns(self, table: str) -> list[str]:
        self.cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
            " ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in self.cursor.fetchall()]

    def put_words_off(self) -> list[str]:
        """Drop the indexes over words, which are made faster afterwards than kept; the statements that make them."""
        self.cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'")
        found = self.cursor.fetchall()
        for name, _statement in found:
            self.run(f"DROP INDEX {name}")
        return [statement for _name, statement in found]

    def settle(self) -> None:
        """Bring sequences behind the ids given and let the planner know the tables."""
        self.cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'"
            " AND is_identity = 'YES'"
        )
        for (table,) in self.cursor.fetchall():
            self.run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")
        self.run("VACUUM ANALYZE")
        self.run("CHECKPOINT")

    def close(self) -> None:
        self.connection.close()
