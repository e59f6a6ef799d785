"""Who lets a signature wait is reminded as often as the book says; the second time the role above hears of it too."""

from datetime import timedelta

import pytest

from aftersales.sweeping import sweep_round
from approvals import services
from approvals.models import SignOff
from approvals.services import remind
from approvals.states import SignOffState
from notifications.models import Notice
from tests import factories
from tests.approvals.papers import NOW, asked, judged
from tests.factories import moment

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)
# A day of which the first is not counted: until 24:00 of 3 March, then of 4 March.
FIRST, SECOND = moment("2026-03-04 00:00:00") - TICK, moment("2026-03-05 00:00:00") - TICK


def told() -> list[tuple[str, str]]:
    """(whom, what) of the reminders."""
    rows = Notice.objects.filter(title__contains="次提醒").order_by("pk")
    return sorted((notice.person.username, notice.title[:14]) for notice in rows)


@pytest.mark.parametrize(("instant", "reminded"), [(FIRST - TICK, 0), (FIRST, 1), (FIRST + TICK, 1)])
def test_nobody_is_reminded_before_the_book_says(world, instant, reminded):
    judged(world, "500.00")
    assert remind(now=instant) == reminded
    assert remind(now=instant) == 0


def test_the_first_goes_to_whose_turn_it_is_the_second_to_the_role_above_too(world):
    judged(world, "500.00")
    remind(now=FIRST)
    assert told() == [("head", "第 1 次提醒（仍待签批）：")]
    Notice.objects.all().delete()
    assert remind(now=SECOND - TICK) == 0
    remind(now=SECOND)
    assert told() == [("gm", "第 2 次提醒（仍待签批）："), ("head", "第 2 次提醒（仍待签批）：")]


def test_nobody_stands_above_the_general_manager(world):
    judged(world, "1500.00")
    for instant in (FIRST, SECOND):
        remind(now=instant)
    assert told() == [("gm", "第 1 次提醒（仍待签批）："), ("gm", "第 2 次提醒（仍待签批）：")]


def test_who_has_to_judge_is_reminded_of_that(world):
    asked(world, "1500.00")
    remind(now=FIRST)
    assert told() == [("supervisor", "第 1 次提醒（仍待判定）：")]


def test_the_judgement_begins_the_wait_for_the_signature_anew(world):
    paper = asked(world, "500.00")
    paper.judge(world.supervisor, now=FIRST - timedelta(hours=1))
    assert remind(now=FIRST) == 0
    assert remind(now=SECOND) == 1


def test_what_is_decided_or_void_reminds_nobody(world):
    judged(world, "100.00").approve(world.supervisor)
    judged(world, "100.00").reject(world.supervisor)
    services.void(subject=judged(world, "100.00").about, reason="修改明细", actor=world.liaison, now=NOW)
    assert remind(now=SECOND) == 0
    assert not SignOff.objects.exclude(remind_at=None).exists()


def test_waiting_signs_nothing(world):
    paper = judged(world, "100.00")
    for day in range(1, 40):
        remind(now=NOW + timedelta(days=day))
    assert paper.sign_off.state == SignOffState.WAITING
    assert paper.sign_off.reminded > 10


def test_a_late_round_reminds_once_and_goes_on_from_there(world):
    judged(world, "500.00")
    late = moment("2026-03-09 10:00:00")
    assert [remind(now=late), remind(now=late)] == [1, 0]
    assert remind(now=moment("2026-03-11 00:00:00") - 2 * TICK) == 0
    assert remind(now=moment("2026-03-11 00:00:00") - TICK) == 1


def test_a_company_may_have_them_sooner(db):
    world = factories.company(sign_off_reminder="4h")
    judged(world, "500.00")
    assert [remind(now=NOW + timedelta(hours=4) - TICK), remind(now=NOW + timedelta(hours=4))] == [0, 1]


def test_the_sweep_reminds(world):
    judged(world, "500.00")
    assert sweep_round(now=FIRST).reminded == 1
    assert told() == [("head", "第 1 次提醒（仍待签批）：")]


def test_reminding_costs_the_same_for_nobody(world, django_assert_num_queries):
    with django_assert_num_queries(1 + 2):  # the transaction's savepoint around it
        remind(now=NOW)
