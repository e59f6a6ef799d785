"""Statements written once: objects read again with other values, rows listed by hundreds, numbers without gaps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.transaction import TransactionManagementError

from accounts.models import Person
from core import mass, prepared, transitions
from core.models import JournalHead
from core.numbering import next_number
from tests.support.company import engineer, staff
from tickets.models import Ticket

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_written", {})


def by_name(username: str) -> list[Person]:
    def ask(given):
        return Person.objects.filter(username=given["username"]).select_related("department")

    return prepared.objects("by name", ask, username=username)


def test_the_second_reader_gets_his_own_object_with_what_lies_along(db, django_assert_num_queries):
    wang, lan = engineer("wang", "王强"), staff("lan", "林岚", "liaison")
    assert by_name("wang") == [wang]
    with django_assert_num_queries(1):
        (found,) = by_name("lan")
        assert (found.name, found.department, found.regions) == (lan.name, lan.department, lan.regions)
    assert by_name("nobody") == []


def test_an_object_read_so_can_be_saved(db):
    engineer("wang", "王强")
    (wang,) = by_name("wang")
    wang.phone = "13983600101"
    wang.save()
    assert by_name("wang")[0].phone == "13983600101"


def test_a_lock_names_what_is_gone(db):
    wang = engineer("wang", "王强")
    assert transitions.lock(wang) == wang
    with pytest.raises(Person.DoesNotExist):
        transitions.lock(Person(pk=987_654, username="gone"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_where_rows_are_locked_however_often_it_was_asked():
    wang = engineer("wang", "王强")
    for _time in range(2):
        with pytest.raises(TransactionManagementError):
            transitions.lock(wang)


def test_many_rows_are_listed_in_order_and_keep_their_keys(db):
    heads = [JournalHead(subject_type="test.thing", subject_id=number, seq=number) for number in range(500)]
    mass.insert(heads)
    for head in heads:
        head.hash = f"{head.seq:064d}"
    mass.update(heads, "hash")
    stored = JournalHead.objects.in_bulk([head.pk for head in heads])
    assert all(stored[head.pk].hash == f"{stored[head.pk].seq:064d}" for head in heads)
    again = [JournalHead(subject_type="test.thing", subject_id=number) for number in (499, 500)]
    assert mass.insert_missing(again, "subject_type", "subject_id") == {("test.thing", 500)}


def test_numbers_of_a_month_follow_each_other_in_one_statement_each(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        told = [next_number("T", now=NOON) for _count in range(2)]
    assert told == ["T2603-0001", "T2603-0002"]
    assert next_number("T", now=NOON + timedelta(days=31)) == "T2604-0001"


@pytest.mark.postgres
def test_a_column_too_narrow_for_a_stand_in_is_told_and_not_taken_for_empty(db):
    with pytest.raises(ValueError, match="narrow"):
        prepared.objects("by cycle", lambda given: Ticket.objects.filter(cycle=given["cycle"]), cycle=1)
