"""Line 9: what a month comes to for everybody, beside one aggregate over its cards; and closing it twice."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg2

from bench.house import Resident
from bench.months import MONTH, build
from bench.options import name_of
from bench.rounds import Goal, Result, interleaved

# Closing writes a statement for each engineer and a line for each card: it is measured on so many cards at most.
CLOSED = 10_000
_AGGREGATE = """SELECT engineer_id, count(*), count(*) FILTER (WHERE state = 'received') FROM fieldservice_servicecard
    WHERE signed_at >= '2025-03-01 00:00+08' AND signed_at < '2025-04-01 00:00+08' GROUP BY engineer_id"""


def totals(server: str, size: int, rounds: int) -> Iterator[Result]:
    """9: cards that count for workload and commission, claims less what is not paid, and the ledger, by engineer."""
    database = build(server, size)
    work, connection = Resident(database), psycopg2.connect(database)
    told: list[dict[str, Any]] = []

    def ours() -> float:
        told.append(work.do("totals", month=MONTH))
        return float(told[-1]["ms"])

    try:
        values, floors = interleaved(rounds, ours, lambda: _aggregate(connection))
    finally:
        connection.close()
        work.close()
    what = f"month's totals of {name_of(size)} cards, {told[0]['people']:,} engineers"
    yield Result("9", what, "ms", values, floors, Goal(3), "≤ 3 × one aggregate", f"{told[0]['cards']:,} cards count")


def _aggregate(connection: Any) -> float:
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_AGGREGATE)
        cursor.fetchall()
    connection.rollback()
    return (time.perf_counter() - begun) * 1000


def again(server: str, size: int) -> Iterator[Result]:
    """9: a month is closed, and closing it once more changes no row."""
    database = build(server, min(size, CLOSED), fresh=True)
    work, connection = Resident(database), psycopg2.connect(database)
    try:
        first = work.do("close", month=MONTH)
        before = _rows(connection)
        second = work.do("close", month=MONTH)
        changed = sum(before[table] != after for table, after in _rows(connection).items())
    finally:
        connection.close()
        work.close()
    each = first["seconds"] * 1000 / first["people"]
    what = f"closing a month of {first['people']:,} engineers with a hundred cards each"
    yield Result("9", what, "ms each", [each], [], None, "–", "every statement with its lines, in one transaction")
    yield Result("9", "tables changed by closing it again", "", [changed if second["refused"] else -1], [],
                 Goal(0, of_floor=False), "0")  # fmt: skip


def _rows(connection: Any) -> dict[str, tuple[int, int]]:
    """Of each table how many rows there are, and the last transaction that wrote one."""
    connection.rollback()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*), coalesce(max(xmin::text::bigint), 0) FROM "{table}"')
            found[table] = cursor.fetchone()
    return found
