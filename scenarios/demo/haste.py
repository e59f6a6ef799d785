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
    features, debug = connection.features, settings.DEBUG
    before = features.uses_savepoints
    features.uses_savepoints, settings.DEBUG = False, False
    try:
        yield
    finally:
        features.uses_savepoints, settings.DEBUG = before, debug


def know_rights(staff: Iterable[Person]) -> None:
    """Read everybody's roles once, and again only after some have changed: nobody else changes them meanwhile."""
    for person in staff:
        remember(person)
