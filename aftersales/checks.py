"""Checked at every start, of `migrate` and of each process: the database keeps what it has acknowledged."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, connections

DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")


def durable_postgresql(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`off` loses acknowledged rows when the server dies."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            for name in DURABILITY:
                cursor.execute("SELECT current_setting(%s)", [name])
                found += _complaint(name, cursor.fetchone()[0])
    return found


def _complaint(name: str, value: str) -> list[CheckMessage]:
    if value != "off":
        return []
    hint = f"Set {name} = on in postgresql.conf; with {name} = {value} acknowledged work can be lost."
    return [Error(f"PostgreSQL runs with {name} = {value}.", hint=hint, id="aftersales.E001")]


def refuse_forgetful() -> None:
    """End this process where the database may forget: a role can have settings of its own, unlike the owner's.

    A database that does not answer yet is no reason: health tells it, and every statement tries again.
    """
    try:
        errors = durable_postgresql(databases=["default"])
    except OperationalError:
        return
    if errors:
        raise SystemExit("\n".join(f"{error.msg} {error.hint}" for error in errors))


def register_checks() -> None:
    register(durable_postgresql, Tags.database)
