"""Stories share a loaded cast and never see one another."""

import pytest
from django.db import transaction

from accounts.models import Company, Person
from scenarios.runner import play
from scenarios.stage import Stage, key_of
from tests.scenarios.conftest import OPENING, REPORT
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def loads(monkeypatch):
    """How often a cast is loaded."""
    from scenarios import stage

    times, load = [], stage.load
    monkeypatch.setattr(stage, "load", lambda *given, **named: times.append(1) or load(*given, **named))
    return times


def test_stories_with_the_same_cast_load_it_once(scenario, loads):
    with Stage() as stage:
        assert play(scenario(REPORT), stage).ok
        assert play(scenario(REPORT), stage).ok
        assert not Ticket.objects.exists()

    assert len(loads) == 1


def test_another_cast_takes_the_place_of_the_first(scenario, loads):
    other = OPENING + "given: {people: {e9: {role: field_engineer}}}"
    with Stage() as stage:
        play(scenario(REPORT), stage)
        assert play(scenario(REPORT, opening=other), stage).ok
        stage.set_for(scenario(REPORT, opening=other))
        assert Person.objects.filter(username="e9").count() == 1
        assert Company.objects.count() == 1

    assert len(loads) == 2


def test_nothing_of_the_cast_stays_when_the_stage_is_left(scenario):
    with Stage() as stage:
        play(scenario(REPORT), stage)
        assert Person.objects.exists()

    assert not Person.objects.exists()


def test_a_cast_that_cannot_be_loaded_fails_its_stories_only(scenario):
    nowhere = OPENING + "params: {home_province: 无此省}"
    with Stage() as stage:
        failed = play(scenario(REPORT, opening=nowhere), stage)
        assert (failed.step, "OutOfRange" in failed.message) == (None, True)
        assert not Company.objects.exists()
        assert play(scenario(REPORT), stage).ok


def test_a_rulebook_that_is_not_shipped_is_said(scenario):
    with Stage() as stage:
        assert "no-such-book" in play(scenario(REPORT, opening=OPENING + "rulebook: no-such-book"), stage).message


def _broken_off(story):
    with Stage() as stage:
        stage.set_for(story)
        raise KeyboardInterrupt


def test_the_stage_is_struck_when_a_run_is_broken_off(scenario):
    with pytest.raises(KeyboardInterrupt):
        _broken_off(scenario(REPORT))

    assert not transaction.get_rollback()
    assert not Person.objects.exists()


def test_plain_stories_sort_before_those_that_change_the_cast(scenario):
    plain, changed = scenario(REPORT), scenario(REPORT, opening=OPENING + "params: {old_part_return: 10d}")

    assert sorted([changed, plain], key=key_of) == [plain, changed]
