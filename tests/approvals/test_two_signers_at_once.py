"""Two signers at the same instant: one decision, and the other is told who was first and when (reliability W1).

Threads with connections of their own. The control shows what the row lock prevents, and what the database still does.
"""

from collections.abc import Callable
from contextvars import copy_context
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import DatabaseError, connection

from approvals.models import SignOff
from approvals.states import SignOffState
from core import clock, transitions
from core.errors import WrongState
from core.models import JournalEntry
from core.subjects import Subject
from tests import factories
from tests.approvals import desk
from tests.approvals.papers import JUDGEMENTS, NOW, Paper, asked, judged
from tests.factories import World
from tests.support.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PAIRS = 200
NAMES = {"head": "何部长", "gm": "高建国"}


@pytest.fixture
def world(transactional_db: None) -> World:
    with clock.travel(NOW):
        return factories.company()


@pytest.fixture
def adding(transactional_db: None) -> World:
    with clock.travel(NOW):
        return factories.company(approval_aggregate="per_ticket")


def acts(world: World, paper: Paper, refuses: bool) -> list[Callable[[], SignOff]]:
    """The head signs; the general manager signs too, or refuses."""
    second = paper.reject if refuses else paper.approve
    return [lambda: paper.approve(world.head), lambda: second(world.gm)]


def again(world: World) -> Paper:
    """A paper that was judged before: straight to its signature."""
    return asked(world, "500.00", judgement=JUDGEMENTS["parts_issue"])


def decisions(paper: Paper) -> int:
    return decisions_of(paper.sign_off)


def decisions_of(row: SignOff) -> int:
    return JournalEntry.objects.filter(
        subject_type="approvals.signoff", subject_id=row.pk, act__in=["approve", "reject"]
    ).count()


def test_of_two_signers_one_decides_and_the_other_learns_who_and_when(world):
    winners = set()
    for attempt in range(PAIRS):
        paper = again(world)

        answers = at_once(acts(world, paper, refuses=bool(attempt % 2)))

        [won] = [answer for answer in answers if isinstance(answer, SignOff)]
        [lost] = [answer for answer in answers if not isinstance(answer, SignOff)]
        assert isinstance(lost, WrongState), attempt
        told = f"{won.signed_by.name}已于 03-02 12:00:00 处理：{won.get_state_display()}"
        assert str(lost) == told
        assert decisions(paper) == 1
        assert (paper.sign_off.state, paper.sign_off.signed_by) == (won.state, won.signed_by)
        assert paper.payable == (won.state == SignOffState.APPROVED)
        winners.add(won.signed_by.name)
    assert winners <= set(NAMES.values())


def test_of_two_pages_sent_together_one_signs_and_the_other_says_who(world):
    """The same through real requests, to the paper behind the row."""
    desk.departments()
    with clock.travel(NOW):
        desks = {name: desk.sign_in(world.people[name], raises=False) for name in NAMES}
        report = desk.reported(world)
        for _ in range(10):
            paper = desk.waiting(world, "500.00", report)
            row = desk.sign_off(paper)

            answers = at_once([
                copy_context_run(lambda name=name, row=row: desks[name].send(
                    desk.url("approve", row.pk), seen=row.content_hash, reason="同意"
                ))
                for name in NAMES
            ])  # fmt: skip

            assert sorted(answer.status_code for answer in answers) == [302, 409]
            winner = desk.sign_off(paper).signed_by.name
            lost = next(answer for answer in answers if answer.status_code == 409)
            assert winner in lost.content.decode()
            assert decisions_of(row) == 1


def copy_context_run(call: Callable[[], Any]) -> Callable[[], Any]:
    """`call` with the travelled clock of this thread."""
    context = copy_context()
    return lambda: context.run(call)


def both_read_before_one_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the row lock away, and let each see the row before the other changes it."""
    read = Barrier(2)

    def read_only(obj: Any) -> Any:
        found = obj.__class__._base_manager.get(pk=obj.pk)
        try:
            read.wait(timeout=30)
        except BrokenBarrierError:
            pytest.fail("the two never met")
        return found

    monkeypatch.setattr(transitions, "lock", read_only)


@pytest.fixture
def without_triggers(transactional_db: None):
    """The table without what keeps signatures."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE approvals_signoff DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE approvals_signoff ENABLE TRIGGER USER")


@pytest.mark.parametrize("refuses", [False, True])
def test_control_without_lock_and_triggers_both_decide(world, monkeypatch, without_triggers, refuses):
    paper = judged(world, "500.00")
    both_read_before_one_writes(monkeypatch)

    answers = at_once(acts(world, paper, refuses))

    assert [type(answer) for answer in answers] == [SignOff, SignOff]
    assert decisions(paper) == 2


@pytest.mark.parametrize("refuses", [False, True])
def test_without_the_lock_the_database_still_keeps_the_first_signature(world, monkeypatch, refuses):
    paper = judged(world, "500.00")
    both_read_before_one_writes(monkeypatch)

    answers = at_once(acts(world, paper, refuses))

    assert sorted(isinstance(answer, DatabaseError) for answer in answers) == [False, True]
    assert decisions(paper) == 1


def test_two_judgements_at_once_are_one(world):
    for _ in range(10):
        paper = asked(world, "500.00")
        answers = at_once([lambda paper=paper: paper.judge(world.supervisor)] * 2)
        assert sorted(isinstance(answer, WrongState) for answer in answers) == [False, True]


def test_a_signature_and_a_change_of_the_paper_cross(world):
    """Either the change voids the signature, or the signature finds the paper changed."""
    from approvals import services

    for _ in range(20):
        paper = judged(world, "500.00")
        at_once([
            lambda paper=paper: paper.approve(world.head),
            lambda paper=paper: services.void(
                subject=paper.about, reason="修改明细", actor=world.liaison, now=NOW
            ),
        ])  # fmt: skip
        assert (paper.sign_off.state, paper.payable) == (SignOffState.VOID, False)


def test_two_refusals_of_one_ticket_do_not_wait_in_a_circle(adding):
    """Each moves the level of the other's request."""
    for _ in range(10):
        ticket = Subject.of(factories.reported(adding))
        papers = [judged(adding, "400.00", ticket=ticket) for _ in range(3)]

        answers = at_once([lambda paper=paper: paper.reject(adding.gm) for paper in papers[:2]])

        assert [type(answer) for answer in answers] == [SignOff, SignOff]
        assert papers[2].sign_off.next_role == "dept_head"


def test_what_is_asked_for_at_once_is_added_up_at_once(adding):
    for _ in range(10):
        ticket = Subject.of(factories.reported(adding))

        papers = at_once([lambda ticket=ticket: judged(adding, "200.00", ticket=ticket)] * 2)

        assert [paper.sign_off.next_role for paper in papers] == ["dept_head", "dept_head"]
