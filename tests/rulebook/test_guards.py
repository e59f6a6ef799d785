"""The database itself refuses to change what was published."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Person
from rulebook import services
from rulebook.models import BookDocument, RulebookVersion
from tests.rulebook.conftest import NOW

BOTH = [pytest.param(None, id="sqlite"), pytest.param(None, id="postgres", marks=pytest.mark.postgres)]
pytestmark = pytest.mark.django_db

CHANGES: dict[str, Callable[[RulebookVersion], object]] = {
    "number": lambda row: RulebookVersion.objects.filter(pk=row.pk).update(number=9),
    "slug": lambda row: RulebookVersion.objects.filter(pk=row.pk).update(slug="other"),
    "date": lambda row: RulebookVersion.objects.filter(pk=row.pk).update(effective_from=date(2030, 1, 1)),
    "state": lambda row: _execute("UPDATE rulebook_rulebookversion SET state = 'draft'"),
    "row": lambda row: _execute("DELETE FROM rulebook_rulebookversion"),
    "text": lambda row: BookDocument.objects.filter(pk=row.digest).update(document={}),
    "text row": lambda row: _execute("DELETE FROM rulebook_bookdocument"),
}


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("_database", BOTH)
@pytest.mark.parametrize("what", CHANGES)
def test_a_published_version_is_frozen(first: RulebookVersion, what: str, _database: None) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CHANGES[what](first)


def test_a_draft_is_not(luo: Person, first: RulebookVersion) -> None:
    drafted = services.draft_rulebook(effective_from=date(2026, 6, 1), actor=luo, now=NOW)

    assert RulebookVersion.objects.filter(pk=drafted.pk).update(effective_from=date(2026, 7, 1)) == 1
