"""Two managers publish in the same moment: each version has a number of its own."""

import threading
from datetime import date

import pytest
from django.db import connection

from accounts.models import Person
from rulebook import services
from rulebook.models import RulebookVersion
from tests.rulebook.conftest import NOW

HANDS = 6


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_versions_published_at_once_are_numbered_apart(first: RulebookVersion, zhou: Person) -> None:
    gate, errors = threading.Barrier(HANDS), []

    def publish(day: int) -> None:
        try:
            gate.wait()
            services.publish_rulebook(
                effective_from=date(2026, 6, 1), changes={"monthly_due_day": day}, actor=zhou, now=NOW
            )
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(day,)) for day in range(1, HANDS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(RulebookVersion.objects.values_list("number", flat=True)) == list(range(1, HANDS + 2))
