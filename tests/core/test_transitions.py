"""The gate: one state change, one journal row, or nothing."""

import pytest
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from accounts.models import Person
from core import transitions
from core.errors import WrongState
from core.models import JournalEntry
from tests.support.company import engineer, staff


@pytest.fixture
def wang(db) -> Person:
    return engineer("wang", "王强")


@pytest.fixture
def gm(db) -> Person:
    return staff("gm", "吴总", "general_manager")


def off_post(wang: Person, gm: Person, at) -> Person:
    return transitions.advance(transitions.claim(wang, "take_off_post"), "take_off_post", actor=gm, reason="私售配件",
                               clause="9.11", now=at("2026-03-02 10:00:00"))  # fmt: skip


def test_the_row_moves_and_the_journal_tells_from_where_to_where(wang, gm, at):
    off_post(wang, gm, at)
    row = JournalEntry.objects.get(subject_type="accounts.person", subject_id=wang.pk)
    assert Person.objects.get(pk=wang.pk).state == "off_post"
    assert (row.act, row.source, row.target, row.reason, row.clause) == (
        "take_off_post", "active", "off_post", "私售配件", "9.11",
    )  # fmt: skip


def test_a_closed_way_is_refused_by_name_of_the_state(wang):
    with pytest.raises(WrongState, match="在岗"):
        transitions.claim(wang, "reinstate")


def test_claim_reads_what_stands_in_the_database_not_in_memory(wang, gm, at):
    stale = Person.objects.get(pk=wang.pk)
    off_post(wang, gm, at)
    assert stale.state == "active"
    assert transitions.claim(stale, "reinstate").state == "off_post"


def test_nobody_writes_the_state_field_directly(wang):
    with pytest.raises(AttributeError):
        wang.state = "off_post"


def test_a_method_called_past_the_gate_saves_nothing(wang):
    wang.take_off_post()
    assert Person.objects.get(pk=wang.pk).state == "active"
    with pytest.raises(TransitionNotAllowed):
        Person.objects.get(pk=wang.pk).reinstate()


def test_what_the_database_refuses_is_a_refused_act_without_a_trace(wang, gm, at, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise IntegrityError("CHECK constraint failed")

    monkeypatch.setattr(Person, "save", refuse)

    def act() -> None:
        with transaction.atomic():
            off_post(wang, gm, at)

    with pytest.raises(WrongState):
        act()
    assert JournalEntry.objects.filter(subject_type="accounts.person").count() == 0
