"""An objection to a penalty: by the person concerned, within fifteen days, decided by another than who confirmed."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from accounts.services import delegate, end_role
from core.errors import Incomplete, NotAllowed, NotAssignable, OutOfRange, OwnCase, TooLate, WrongState
from core.journal import SYSTEM
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.selectors import current
from judgement.models import Fact, Proposal
from notifications.models import Notice
from penalties import selectors, services
from penalties.models import Appeal, LedgerEntry
from tests.factories import moment
from tests.support.company import staff

CLOSED = moment("2026-04-10 09:00:00")


@pytest.fixture
def appealed(confirmed, wang, at) -> Callable[..., Appeal]:
    """Wang says on the Wednesday that the user took him for another."""

    def file(proposal: Proposal | None = None, **more) -> Appeal:
        given = {"reason": "用户认错人", "actor": wang, "now": at("2026-03-04 10:00:00"), **more}
        return services.file_appeal(proposal=proposal or confirmed(), **given)

    return file


def told(person, about: str) -> int:
    return Notice.objects.filter(person=person, about=about).count()


def test_he_files_it_once_and_both_sides_are_told(appealed, confirmed, wang, manager, at, photo):
    proposal = confirmed()
    limit = current(Subject.of(proposal), "appeal")
    appeal = appealed(proposal, evidence=[photo()])

    assert (appeal.state, appeal.person) == ("submitted", wang)
    assert current(Subject.of(proposal), "appeal").state == "met"
    assert limit.due_at == at("2026-03-17 23:59:59.999999")
    assert (told(manager, "appeal_filed"), told(wang, "appealed")) == (1, 1)
    with pytest.raises(WrongState, match="只能申诉一次"):
        appealed(proposal)


@pytest.mark.parametrize(
    ("instant", "accepted"), [("2026-03-17 23:59:59.999999", True), ("2026-03-18 00:00:00", False)]
)
def test_the_fifteenth_day_counts_until_midnight(appealed, at, instant, accepted):
    if accepted:
        assert appealed(now=at(instant)).state == "submitted"
        return
    with pytest.raises(TooLate, match="2026-03-17 24:00"):
        appealed(now=at(instant))


def test_a_right_that_was_not_used_lapses_and_costs_nothing(confirmed, at):
    proposal = confirmed()
    deadlines.sweep(now=at("2026-03-18 00:00:00"))

    assert Fact.objects.filter(event="appeal.lapsed", subject_id=proposal.pk).count() == 1
    assert (Proposal.objects.count(), current(Subject.of(proposal), "appeal").state) == (1, "ended")


def test_only_the_person_concerned_and_only_while_it_stands(appealed, confirmed, proposed, li, head, monday):
    for other in (li, head):
        with pytest.raises(NotAllowed):
            appealed(confirmed(), actor=other)
    with pytest.raises(WrongState):
        appealed(proposed())
    revoked = services.revoke_penalty(proposal=confirmed(), reason="更正", actor=head, now=monday)
    with pytest.raises(WrongState):
        appealed(revoked)
    with pytest.raises(Incomplete):
        appealed(confirmed(), reason=" ")
    assert Appeal.objects.count() == 0


def test_upheld_it_stands_and_granted_it_leaves_a_counter_entry(appealed, manager, wang, at):
    noon = at("2026-03-05 12:00:00")
    stands = services.decide_appeal(appeal=appealed(), uphold=True, reason="证据充分", actor=manager, now=noon)
    falls = services.decide_appeal(appeal=appealed(), uphold=False, reason="证据不足", actor=manager, now=noon)

    assert (stands.state, stands.proposal.state) == ("upheld", "confirmed")
    assert (falls.state, falls.proposal.state) == ("granted", "revoked")
    assert selectors.month_total(wang, "2026-03").penalties == Decimal("500.00")
    assert (told(wang, "appeal_decided"), told(wang, "decided")) == (2, 2)
    with pytest.raises(WrongState):
        services.decide_appeal(appeal=stands, uphold=False, reason="再议", actor=manager, now=noon)


def test_after_the_month_closed_it_comes_back_in_the_first_open_one(appealed, proposed, head, manager, wang, at):
    proposal = services.confirm_penalty(proposal=proposed(), actor=head, now=at("2026-03-31 10:00:00"))
    services.close_month(month="2026-03", actor=staff("ke", "柯静", "clerk"), now=CLOSED)
    appeal = appealed(proposal, now=CLOSED)
    assert (appeal.proposal.state, told(wang, "settled")) == ("settled", 1)

    services.decide_appeal(appeal=appeal, uphold=False, reason="证据不足", actor=manager, now=CLOSED)

    rows = LedgerEntry.objects.order_by("pk").values_list("month", "amount")
    assert list(rows) == [("2026-03", Decimal("500.00")), ("2026-04", Decimal("-500.00"))]


def test_neither_who_confirmed_nor_who_is_concerned_decides(appealed, head, manager, wang, li, lan, at):
    noon = at("2026-03-05 12:00:00")
    given = {"appeal": appealed(), "uphold": True, "reason": "维持", "now": noon}
    for other in (head, li, lan, wang):
        with pytest.raises(NotAllowed):
            services.decide_appeal(**given, actor=other)
    until = at("2026-03-31 00:00:00")
    for deputy in (head, wang):
        delegate(principal=manager, deputy=deputy, role="general_manager", until=until, actor=manager, now=noon)
        with pytest.raises(OwnCase):
            services.decide_appeal(**given, actor=deputy)
    with pytest.raises(Incomplete):
        services.decide_appeal(**{**given, "reason": " "}, actor=manager)
    assert list(selectors.appeals_to_decide(manager, now=noon)) == [given["appeal"]]
    assert list(selectors.appeals_to_decide(head, now=noon)) == []


def test_what_the_general_manager_confirmed_waits_for_his_deputy(
    proposed, appealed, manager, head, wang, lan, monday, at
):
    proposal = services.confirm_penalty(proposal=proposed(), actor=manager, now=monday)
    appeal = appealed(proposal)
    now = appeal.filed_at
    given = {"uphold": False, "reason": "证据不足", "now": now}
    with pytest.raises(OwnCase, match="指定代理人"):
        services.decide_appeal(appeal=appeal, **given, actor=manager)
    for wrong, refusal in ((manager, OutOfRange), (wang, OutOfRange), (lan, NotAssignable)):
        with pytest.raises(refusal):
            services.name_appeal_deputy(appeal=appeal, deputy=wrong, actor=manager, now=now)
    with pytest.raises(NotAllowed):
        services.name_appeal_deputy(appeal=appeal, deputy=head, actor=head, now=now)
    delegate(principal=manager, deputy=head, role="general_manager", until=at("2026-03-31 00:00:00"), actor=manager,
             now=now)  # fmt: skip
    with pytest.raises(OwnCase, match="为本案指定"):
        services.decide_appeal(appeal=appeal, **given, actor=head)

    named = services.name_appeal_deputy(appeal=appeal, deputy=head, actor=manager, now=now)

    assert list(selectors.appeals_to_decide(head, now=now)) == [named]
    assert services.decide_appeal(appeal=named, **given, actor=head).state == "granted"
    assert told(head, "appeal_filed") == 1


def test_who_was_named_decides_no_more_once_another_is_or_his_post_is_taken(proposed, appealed, manager, head, monday):
    proposal = services.confirm_penalty(proposal=proposed(), actor=manager, now=monday)
    other, appeal = staff("gu", "顾副总", "general_manager"), appealed(proposal)
    now = appeal.filed_at
    given = {"uphold": True, "reason": "维持", "now": now}
    named = services.name_appeal_deputy(appeal=appeal, deputy=head, actor=manager, now=now)
    services.name_appeal_deputy(appeal=appeal, deputy=other, actor=manager, now=now)
    with pytest.raises(NotAllowed):
        services.decide_appeal(appeal=named, **given, actor=head)

    named = services.name_appeal_deputy(appeal=appeal, deputy=head, actor=manager, now=now)
    end_role(person=head, role="dept_head", actor=SYSTEM, now=now)
    with pytest.raises(NotAllowed):
        services.decide_appeal(appeal=named, **given, actor=head)
    assert Appeal.objects.get().state == "submitted"


def test_who_did_not_confirm_names_nobody(appealed, manager, head):
    appeal = appealed()
    with pytest.raises(WrongState, match="直接裁定"):
        services.name_appeal_deputy(appeal=appeal, deputy=head, actor=manager, now=appeal.filed_at)


def test_an_appeal_against_what_falls_otherwise_is_closed(appealed, head, manager, wang):
    appeal = appealed()
    services.revoke_penalty(proposal=appeal.proposal, reason="更正", actor=head, now=appeal.filed_at)
    waiting = list(selectors.appeals_to_decide(manager, now=appeal.filed_at))
    assert (Appeal.objects.get().state, waiting) == ("closed", [])


def test_a_revoked_one_has_no_limit_left(confirmed, head, monday):
    proposal = confirmed()
    services.revoke_penalty(proposal=proposal, reason="更正", actor=head, now=monday)
    assert current(Subject.of(proposal), "appeal").state == "ended"
