"""Reaching an engineer (9.7a): the first unanswered call begins an hour, and two calls within it prove a breach."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, OutOfRange, OwnCase, WrongState
from core.models import JournalEntry
from core.subjects import Subject
from deadlines.selectors import current
from deadlines.services import sweep
from deadlines.states import DeadlineState
from fieldservice import services
from fieldservice.contacts import enough, open_call, proves
from fieldservice.models import ContactAttempt, ContactWatch
from fieldservice.states import WatchState
from judgement.models import Fact, Proposal
from notifications.models import Notice
from tests.factories import company, dispatched, moment

pytestmark = pytest.mark.django_db

TEN = moment("2026-03-05 10:00:00")
DUE = moment("2026-03-05 11:00:00")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def call(world, at=TEN, answered=False, **given):
    told = {"engineer": world.e1, "actor": world.liaison, **given}
    return services.call_engineer(answered=answered, now=at, **told)


def twice(world):
    call(world)
    return call(world, TEN + 30 * MINUTE)


def fines():
    return [(row.clause, str(row.happened_on), row.effects[0]["amount"]) for row in Proposal.objects.order_by("pk")]


def limit(world):
    return current(Subject.of(world.e1), "reachable")


def test_the_first_unanswered_call_begins_the_hour_and_tells_zhang_wei(world):
    attempt = call(world)
    row = limit(world)
    assert (attempt.watch.attempts, row.start_at, row.due_at, row.clause) == (1, TEN, DUE, "9.7")
    notice = Notice.objects.get(person=world.e1)
    assert (notice.about, notice.url) == ("contact", "/m/call-back/")
    assert "11:00" in notice.title
    assert "回电" in notice.title


def test_an_answered_call_begins_nothing(world):
    attempt = call(world, answered=True)
    assert (attempt.watch, ContactWatch.objects.count(), limit(world)) == (None, 0, None)


@pytest.mark.parametrize(("off", "state", "fined"), [
    (-SECOND, DeadlineState.MET, 0), (timedelta(0), DeadlineState.MET, 0), (SECOND, DeadlineState.MISSED, 1),
    (timedelta(microseconds=1), DeadlineState.MISSED, 1),
])  # fmt: skip
def test_zhang_wei_calls_back_around_eleven(world, off, state, fined):
    twice(world)
    services.call_back(actor=world.e1, now=DUE + off)
    assert limit(world).state is state
    assert len(fines()) == fined


def test_two_calls_within_the_hour_are_fined_once_the_sweep_comes(world):
    twice(world)
    sweep(now=DUE)
    assert fines() == []
    sweep(now=DUE + SECOND)
    assert fines() == [("9.7", "2026-03-05", "200.00")]


def test_one_call_proves_nothing(world):
    call(world)
    sweep(now=DUE + 60 * MINUTE)
    services.call_back(actor=world.e1, now=DUE + 90 * MINUTE)
    assert fines() == []
    assert ContactWatch.objects.get().state == WatchState.REACHED


def test_the_second_call_after_the_hour_is_the_breach_and_its_date(world):
    call(world, moment("2026-03-05 23:30:00"))
    sweep(now=moment("2026-03-06 00:40:00"))
    assert fines() == []
    call(world, moment("2026-03-06 08:15:00"))
    assert fines() == [("9.7", "2026-03-06", "200.00")]
    fact = Proposal.objects.get().fact
    assert (fact.happened_at, fact.facts["contact.attempts"]) == (moment("2026-03-06 08:15:00"), 2)
    assert ContactWatch.objects.get().state == WatchState.BREACHED


def test_a_late_sweep_judges_by_the_calls_as_they_stood_at_eleven(world):
    call(world)
    call(world, DUE + 5 * MINUTE)
    withdrawn, standing = Fact.objects.order_by("epoch")
    assert (withdrawn.facts["contact.attempts"], withdrawn.happened_at) == (1, DUE)
    assert (standing.facts["contact.attempts"], standing.happened_at) == (2, DUE + 5 * MINUTE)


def test_further_calls_after_the_breach_add_nothing(world):
    twice(world)
    for minutes in (70, 80, 200):
        call(world, TEN + minutes * MINUTE)
    sweep(now=TEN + 300 * MINUTE)
    assert len(fines()) == 1
    assert ContactWatch.objects.get().attempts == 5


def test_a_new_hour_starts_only_after_a_contact(world):
    twice(world)
    services.call_back(actor=world.e1, now=DUE + MINUTE)
    call(world, DUE + 2 * MINUTE)
    assert ContactWatch.objects.count() == 2
    assert limit(world).due_at == DUE + 62 * MINUTE
    assert ContactWatch.objects.order_by("pk").first().state == WatchState.BREACHED


def test_the_book_says_how_many_calls_prove_it(db):
    world = company(contact_attempts_min=3)
    twice(world)
    sweep(now=DUE + SECOND)
    assert fines() == []
    call(world, DUE + 5 * MINUTE)
    assert len(fines()) == 1
    assert (enough(world.book.book), proves(world.book.book, 2)) == (3, False)


def test_wang_qiang_has_an_hour_of_his_own(world):
    call(world)
    call(world, TEN + MINUTE, engineer=world.e2)
    call(world, TEN + 2 * MINUTE, answered=True)
    assert open_call(world.e1) is None
    assert open_call(world.e2).deadline.due_at == DUE + MINUTE


def test_the_call_stands_in_his_history_and_in_the_tickets(world):
    ticket = dispatched(world)
    call(world, ticket=ticket, note=" 关机 ")
    entry = JournalEntry.objects.get(act="call_engineer")
    assert (entry.reason, entry.data["attempts"], entry.thread_type) == ("关机", 1, "tickets.ticket")


def test_nobody_calls_back_whom_nobody_calls(world):
    with pytest.raises(WrongState, match="没有等您回电"):
        services.call_back(actor=world.e1, now=TEN)
    twice(world)
    services.call_back(actor=world.e1, now=TEN + 40 * MINUTE)
    with pytest.raises(WrongState):
        services.call_back(actor=world.e1, now=TEN + 41 * MINUTE)
    assert ContactAttempt.objects.filter(by_engineer=True).count() == 1


@pytest.mark.parametrize("who", ["gm", "head", "supervisor", "e1", "e2", "salesperson", "auditor", "administrator"])
def test_only_the_desk_calls(world, who):
    with pytest.raises(NotAllowed):
        call(world, actor=world.people[who])


@pytest.mark.parametrize("who", ["liaison", "clerk", "head"])
def test_only_an_engineer_calls_back(world, who):
    with pytest.raises(NotAllowed):
        services.call_back(actor=world.people[who], now=TEN)


def test_only_engineers_are_looked_for(world):
    with pytest.raises(OutOfRange, match="不是服务人员"):
        call(world, engineer=world.clerk)


def test_nobody_notes_a_call_to_himself(world):
    with pytest.raises(OwnCase):
        call(world, engineer=world.liaison)
