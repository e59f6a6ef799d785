"""The journal: complete, chained, and untouchable."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core import journal
from core.context import request_scope
from core.journal import SYSTEM
from core.models import Counter, JournalEntry, JournalHead
from core.subjects import Subject

PRESS = Subject("customers.machine", 1)
PUMP = Subject("customers.machine", 2)


@dataclass
class Actor:
    pk: int
    name: str


LIN = Actor(7, "林岚")


@pytest.fixture
def eight(at) -> datetime:
    return at("2026-03-02 08:00:00")


@pytest.mark.django_db
def test_a_row_tells_who_what_when_and_why(eight):
    with request_scope("req-1"):
        journal.record(PRESS, "dispatch", actor=LIN, now=eight, source="reported", target="dispatched",
                       reason="最近的人", clause="6.2", data={"engineer": 3})  # fmt: skip
    row = JournalEntry.objects.get()
    assert (row.actor_id, row.actor_name, row.act, row.at) == (7, "林岚", "dispatch", eight)
    assert (row.source, row.target, row.reason, row.clause) == ("reported", "dispatched", "最近的人", "6.2")
    assert (row.request_id, row.data) == ("req-1", {"engineer": 3})


@pytest.mark.django_db
def test_rows_of_one_subject_form_a_chain_of_their_own(eight):
    first = journal.record(PRESS, "report_fault", actor=LIN, now=eight)
    other = journal.record(PUMP, "report_fault", actor=LIN, now=eight)
    second = journal.record(PRESS, "dispatch", actor=LIN, now=eight)
    assert [first.seq, second.seq, other.seq] == [1, 2, 1]
    assert (first.previous, second.previous, other.previous) == ("", first.hash, "")


@pytest.mark.django_db
def test_the_system_acts_without_a_person(eight):
    journal.record(PRESS, "sla.arrival.missed", actor=SYSTEM, now=eight)
    assert (JournalEntry.objects.get().actor_id, JournalEntry.objects.get().actor_name) == (None, "系统")


@pytest.mark.django_db
def test_many_rows_cost_as_many_statements_as_one(eight, django_assert_num_queries):
    journal.record_many([journal.Entry(PRESS, "a", eight), journal.Entry(PUMP, "a", eight)], actor=LIN)
    with django_assert_num_queries(3):
        journal.record_many([journal.Entry(PRESS, "b", eight)], actor=LIN)
    with django_assert_num_queries(3):
        rows = [journal.Entry(subject, "c", eight) for subject in (PRESS, PUMP, PRESS)]
        journal.record_many(rows, actor=LIN)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written(eight):
    with pytest.raises(RuntimeError, match="transaction"):
        journal.record(PRESS, "dispatch", actor=LIN, now=eight)
    assert JournalEntry.objects.count() == 0


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_row(eight):
    def fail() -> None:
        with transaction.atomic():
            journal.record(PRESS, "dispatch", actor=LIN, now=eight)
            raise ValueError("late")

    with pytest.raises(ValueError, match="late"):
        fail()
    assert JournalEntry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda rows: rows.update(reason="别的"), lambda rows: rows._raw_delete("default")])
def test_the_database_refuses_to_change_or_delete_a_row(eight, change):
    journal.record(PRESS, "dispatch", actor=LIN, now=eight)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(JournalEntry.objects.all())
    assert JournalEntry.objects.get().reason == ""


def without_guard(statement: str, *values: object) -> None:
    """Change the table as somebody with every right on the database would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            cursor.execute("ALTER TABLE core_journalentry ENABLE TRIGGER USER")
            return
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'core_journalentry'"
        triggers = cursor.execute(query).fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(statement, values)
        for _name, sql in triggers:
            cursor.execute(sql)


@pytest.fixture
def three_rows(db, eight) -> list[JournalEntry]:
    return [journal.record(PRESS, act, actor=LIN, now=eight) for act in ("report_fault", "dispatch", "arrive")]


def test_a_whole_journal_verifies(three_rows, capsys):
    call_command("journal", "verify")
    assert "journal whole: 3 rows" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["reason", "actor_name", "clause", "act", "target"])
def test_one_changed_word_is_found_and_named(three_rows, column):
    without_guard(f"UPDATE core_journalentry SET {column} = 'x' WHERE seq = %s", 2)
    assert [(found.seq, found.what) for found in journal.verify()] == [(2, "changed")]


def test_a_microsecond_is_enough(three_rows, at):
    without_guard("UPDATE core_journalentry SET at = %s WHERE seq = 2", at("2026-03-02 08:00:00.000001"))
    assert [(found.seq, found.what) for found in journal.verify()] == [(2, "changed")]


def test_a_row_cut_out_of_the_middle_is_found(three_rows):
    without_guard("DELETE FROM core_journalentry WHERE seq = %s", 2)
    assert (3, "gap") in [(found.seq, found.what) for found in journal.verify()]


def test_the_last_row_cannot_be_cut_off_unseen(three_rows):
    without_guard("DELETE FROM core_journalentry WHERE seq = %s", 3)
    assert [found.what for found in journal.verify()] == ["cut"]


def test_a_chain_that_vanished_as_a_whole_is_found(three_rows):
    without_guard("DELETE FROM core_journalentry WHERE seq > %s", 0)
    assert [found.what for found in journal.verify()] == ["missing"]


def test_the_command_fails_on_a_broken_journal(three_rows):
    without_guard("UPDATE core_journalentry SET reason = 'x' WHERE seq = %s", 1)
    with pytest.raises(CommandError, match="1 rows"):
        call_command("journal", "verify")


def test_heads_are_locked_only_once_per_subject(three_rows):
    assert JournalHead.objects.filter(subject_type=PRESS.type).count() == 1
    assert not Counter.objects.exists()


def test_no_subject_locks_no_head(three_rows, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert journal.lock_heads(set(), skip_locked=True) == {}
