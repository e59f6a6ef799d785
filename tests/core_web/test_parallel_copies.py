"""Five copies of one form at the same instant, on a database that really runs them side by side (reliability W2)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Person
from core.models import Counter, IdempotencyKey

COPIES = 5
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def without_unique_key() -> Iterator[None]:
    """The control: the same tables with nothing that keeps a second key out."""
    constraint = IdempotencyKey._meta.constraints[0]
    with connection.schema_editor() as editor:
        editor.remove_constraint(IdempotencyKey, constraint)
    yield
    IdempotencyKey.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(IdempotencyKey, constraint)


def send_copies(person: Person, url: str) -> list[tuple[int, bytes]]:
    """The answers to five copies that are let go together."""
    clients = [Client(raise_request_exception=False) for _ in range(COPIES)]
    for client in clients:
        client.force_login(person)
    start = Barrier(COPIES)

    def send(client: Client) -> tuple[int, bytes]:
        try:
            start.wait(timeout=10)
            answer = client.post(url, {"_key": "k1", "what": "泵"})
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(COPIES) as pool:
        return list(pool.map(send, clients))


def test_five_parallel_copies_have_one_effect_and_five_equal_answers(wang: Person) -> None:
    answers = send_copies(wang, "/slow/")

    assert [row.value for row in Counter.objects.all()] == [1]
    assert answers == [answers[0]] * COPIES
    assert answers[0][0] == 201


def test_five_parallel_copies_of_a_refused_act_are_all_refused(wang: Person) -> None:
    answers = send_copies(wang, "/refuse/")

    assert [status for status, _body in answers] == [409] * COPIES
    assert Counter.objects.count() == IdempotencyKey.objects.count() == 0


@pytest.mark.usefixtures("without_unique_key")
def test_control_without_the_unique_key_has_several_effects(wang: Person) -> None:
    send_copies(wang, "/slow/")

    assert Counter.objects.get().value > 1
