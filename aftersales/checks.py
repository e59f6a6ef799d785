"""Checked at every start: the database keeps what it has acknowledged, and papers can be printed in Chinese."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import OperationalError, connections

from core import papers

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


def printable_papers(**_kwargs: Any) -> list[CheckMessage]:
    """Without its font the typesetter prints empty boxes."""
    try:
        papers.font_folder()
    except (ImportError, FileNotFoundError) as error:
        hint = "Install requirements.txt again: it brings the package pylopdf-fonts-zh-cn."
        return [Warning(f"Papers cannot be printed: {error}", hint=hint, id="aftersales.W001")]
    return []


def register_checks() -> None:
    register(durable_postgresql, Tags.database)
    register(printable_papers, Tags.files)
