"""What a build may leave out that serves no reader: one process, one transaction, and nobody else writes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from accounts.models import Person
from accounts.permissions import remember


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without savepoints, since an act that fails fails the build; and without the log of statements under DEBUG."""
    debug, settings.DEBUG = settings.DEBUG, False
    # What the backend answers where there are none; every act of the services asks for several.
    connection.savepoint = lambda: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del connection.savepoint
        settings.DEBUG = debug


def know_rights(staff: Iterable[Person]) -> None:
    """Read everybody's roles once, and again only after some have changed: nobody else changes them meanwhile."""
    for person in staff:
        remember(person)
