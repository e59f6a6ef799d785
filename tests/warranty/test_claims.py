"""The slip for approved parts: issued as approved, signed or refused by exactly the department that bears the loss."""

from datetime import timedelta

import pytest

from core.errors import Incomplete, NotAllowed, OwnCase, WrongState
from core.models import JournalEntry
from judgement.models import Fact
from notifications.models import Notice
from tests import factories
from tests.warranty import store
from tests.warranty.store import ASKED
from warranty import services
from warranty.models import Claim
from warranty.selectors import claims as selectors


@pytest.fixture
def world(db):
    world = factories.company()
    store.departments(world)
    store.stocked()
    return world


def test_the_slip_says_what_was_approved(world):
    request = store.approved(world, ("seal", 2), ("board", 1))
    claim = services.issue_claim(request=request, actor=world.statistician, now=ASKED)
    assert claim.number == "K2603-0001"
    assert (claim.serial, claim.engineer, claim.loss_department.code) == ("P1", world.e1, "production")
    told = [(line.part.code, line.quantity, str(line.price)) for line in claim.lines.order_by("part__code")]
    assert told == [("board", 1, "300.00"), ("seal", 2, "45.00")]
    assert str(claim.total) == "390.00"
    assert selectors.is_unchanged(claim)
    entry = JournalEntry.objects.get(act="issue_claim")
    assert (entry.thread_id, entry.clause) == (claim.ticket_id, "6.5")


def test_the_reviewers_of_the_department_are_told_and_nobody_else(world):
    claim = store.issued(world)
    told = Notice.objects.filter(about="to_sign", subject_type="warranty.claim")
    assert [notice.person for notice in told] == [world.loss_rep]
    assert claim.number in told[0].title


def test_nothing_is_issued_before_the_request_is_approved(world):
    request = store.requested(world)
    with pytest.raises(WrongState, match="待判定责任"):
        services.issue_claim(request=request, actor=world.statistician, now=ASKED)
    assert not Claim.objects.exists()


def test_a_request_has_one_claim_that_stands(world):
    claim = store.issued(world)
    with pytest.raises(WrongState, match=claim.number):
        services.issue_claim(request=claim.request, actor=world.statistician, now=ASKED)


def test_only_the_statistician_issues(world):
    request = store.approved(world)
    for person in (world.liaison, world.supervisor, world.keeper, world.e1):
        with pytest.raises(NotAllowed):
            services.issue_claim(request=request, actor=person, now=ASKED)


def test_a_later_price_changes_no_slip(world):
    request = store.approved(world)
    board = request.lines.get().part
    services.edit_part(part=board, ex_works_price="999.00", actor=world.statistician, now=ASKED)
    claim = services.issue_claim(request=request, actor=world.statistician, now=ASKED)
    assert str(claim.total) == "300.00"


def test_the_reviewer_of_the_department_signs(world):
    claim = services.sign_claim(claim=store.issued(world), actor=world.loss_rep, now=ASKED)
    assert (claim.state, claim.signed_by, claim.signed_at) == ("signed", world.loss_rep, ASKED)
    assert Notice.objects.filter(about="to_draw", person=world.statistician).exists()


def test_a_reviewer_of_another_department_does_not_sign(world):
    claim = store.issued(world)
    for act in (services.sign_claim, services.refuse_claim):
        given = {"reason": "不是我部门的责任"} if act is services.refuse_claim else {}
        with pytest.raises(NotAllowed, match="生产部"):
            act(claim=claim, actor=world.other_rep, now=ASKED, **given)
    assert Claim.objects.get().state == "open"


def test_a_deputy_signs_for_the_department_of_his_principal(world):
    from accounts import services as accounts

    claim = store.issued(world)
    accounts.delegate(
        principal=world.loss_rep, deputy=world.clerk, role="loss_department_reviewer",
        until=(ASKED + timedelta(days=3)).date(), actor=world.loss_rep, now=ASKED,
    )  # fmt: skip
    assert world.clerk in selectors.reviewers_of(claim.loss_department, now=ASKED)
    assert services.sign_claim(claim=claim, actor=world.clerk, now=ASKED).signed_by == world.clerk


def test_who_issued_it_does_not_sign_it_too(world):
    from accounts import services as accounts

    claim = store.issued(world)
    accounts.delegate(
        principal=world.loss_rep, deputy=world.statistician, role="loss_department_reviewer",
        until=(ASKED + timedelta(days=3)).date(), actor=world.loss_rep, now=ASKED,
    )  # fmt: skip
    with pytest.raises(OwnCase):
        services.sign_claim(claim=claim, actor=world.statistician, now=ASKED)


def test_role_and_department_are_asked_before_the_state(world):
    claim = store.signed(world)
    with pytest.raises(NotAllowed):
        services.sign_claim(claim=claim, actor=world.other_rep, now=ASKED)
    with pytest.raises(WrongState, match="已签字"):
        services.sign_claim(claim=claim, actor=world.loss_rep, now=ASKED)


def test_a_refusal_goes_back_to_the_supervisor_and_is_approved_anew(world):
    claim = store.issued(world)
    with pytest.raises(Incomplete):
        services.refuse_claim(claim=claim, reason=" ", actor=world.loss_rep, now=ASKED)
    claim = services.refuse_claim(claim=claim, reason="非本部门责任", actor=world.loss_rep, now=ASKED)
    request = claim.request
    request.refresh_from_db(fields=["loss_department"])
    assert (claim.state, claim.refused_reason) == ("refused", "非本部门责任")
    assert type(request).objects.get().state == "checked"
    assert Fact.objects.get(event="claim.refused").version == world.book
    assert Notice.objects.filter(about="claim_refused", person=world.supervisor).exists()
    fresh = type(request).objects.get()
    with pytest.raises(WrongState):
        services.issue_claim(request=fresh, actor=world.statistician, now=ASKED)
    services.judge(document=fresh, department="supply_sales", actor=world.supervisor, now=ASKED)
    again = services.approve(document=type(request).objects.get(), actor=world.supervisor, now=ASKED)
    second = services.issue_claim(request=again, actor=world.statistician, now=ASKED)
    assert (second.number, second.loss_department.code) == ("K2603-0002", "supply_sales")
    services.sign_claim(claim=second, actor=world.other_rep, now=ASKED)
