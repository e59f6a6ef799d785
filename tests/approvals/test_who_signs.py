"""Whose signature an amount needs, and who may give it (6.4c, 6.8c, 6.9c, W3, W7)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.services import delegate
from approvals.selectors import next_signer, roles_that_sign, waiting_for
from approvals.states import SignOffState
from core.errors import NotAllowed, OutOfRange, OwnCase, WrongState
from core.models import JournalEntry
from rulebook.services.validity import new_version
from tests.approvals.papers import JUDGEMENTS, NOW, asked, judged
from tests.factories import moment

pytestmark = pytest.mark.django_db
KINDS = sorted(JUDGEMENTS)
BOUNDS = [
    ("0.00", "service_supervisor"), ("299.99", "service_supervisor"), ("300.00", "service_supervisor"),
    ("300.01", "dept_head"), ("999.99", "dept_head"), ("1000.00", "dept_head"), ("1000.01", "general_manager"),
]  # fmt: skip
SIGNER = {"service_supervisor": "supervisor", "dept_head": "head", "general_manager": "gm"}
LEVELS = list(SIGNER)


def lend(world, lender, deputy, role, until):
    """`lender` hands his role on at ten to twelve."""
    earlier = NOW - timedelta(minutes=10)
    return delegate(principal=lender, deputy=deputy, role=role, until=until, actor=lender, now=earlier)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("amount", "role"), BOUNDS)
def test_a_cent_decides_the_band(world, kind, amount, role):
    paper = judged(world, amount, kind)

    assert next_signer(paper.about) == role
    for lower in LEVELS[: LEVELS.index(role)]:
        with pytest.raises(NotAllowed):
            paper.approve(world.people[SIGNER[lower]])
    signed = paper.approve(world.people[SIGNER[role]])
    assert (signed.state, signed.signed_role, paper.payable) == (SignOffState.APPROVED, role, True)
    assert next_signer(paper.about) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_higher_role_need_not_wait_for_the_lower(world, kind):
    assert judged(world, "300.00", kind).approve(world.gm).signed_role == "general_manager"


@pytest.mark.parametrize("amount", [300.01, float("nan")])
def test_a_binary_fraction_is_no_amount(world, amount):
    paper = asked(world, "1.00")
    with pytest.raises(TypeError):
        paper.judge(world.supervisor, amount=amount)
    with pytest.raises(TypeError):
        roles_that_sign(type(paper.sign_off)(version=world.book, approval="parts_issue", amount=amount))


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "10000000000.00"])
def test_an_amount_that_nobody_could_sign_is_refused(world, amount):
    with pytest.raises(OutOfRange):
        asked(world, amount)


def test_the_judgement_may_settle_the_amount(world):
    """6.9c: the consulted cost was higher than the budget."""
    paper = asked(world, "280.00", "purchase")
    paper.judge(world.supervisor, amount=Decimal("320.00"))

    assert (paper.sign_off.amount, next_signer(paper.about)) == (Decimal("320.00"), "dept_head")


def test_nobody_signs_before_the_judgement_whatever_the_amount(world):
    paper = asked(world, "5000.00")
    with pytest.raises(WrongState, match="尚未判定"):
        paper.approve(world.gm)
    assert next_signer(paper.about) == "service_supervisor"


@pytest.mark.parametrize("who", ["liaison", "e1", "clerk", "administrator", "auditor", "quality_supervisor"])
def test_who_is_not_in_the_bands_signs_nothing(world, who):
    paper = judged(world, "1.00")
    for decide in (paper.approve, paper.reject):
        with pytest.raises(NotAllowed):
            decide(world.people[who])


def test_the_refusal_names_whose_signature_it_needs(world):
    with pytest.raises(NotAllowed, match="总经理"):
        judged(world, "1000.01").approve(world.head)


# -- own cases
@pytest.mark.parametrize("concern", ["author", "concerned"])
def test_nobody_judges_or_signs_what_is_his_own(world, concern):
    given = {"author": world.supervisor} if concern == "author" else {"concerned": [world.supervisor]}
    paper = asked(world, "100.00", **given)
    with pytest.raises(OwnCase):
        paper.judge(world.supervisor)

    given = {"author": world.head} if concern == "author" else {"concerned": [world.head, None]}
    paper = judged(world, "500.00", **given)
    for decide in (paper.approve, paper.reject):
        with pytest.raises(OwnCase):
            decide(world.head)
    assert paper.approve(world.gm).state == SignOffState.APPROVED


def test_a_deputy_signs_in_the_name_of_the_role_while_it_lasts(world):
    lend(world, world.head, world.clerk, "dept_head", date(2026, 3, 4))
    last, over = moment("2026-03-04 23:59:59.999999"), moment("2026-03-05 00:00:00")

    signed = judged(world, "500.00").approve(world.clerk, now=last)
    assert (signed.signed_by, signed.signed_role) == (world.clerk, "dept_head")
    with pytest.raises(NotAllowed):
        judged(world, "500.00").approve(world.clerk, now=over)


def test_a_deputy_signs_neither_his_own_nor_his_principals_case(world):
    lend(world, world.head, world.clerk, "dept_head", date(2026, 3, 4))
    for who in ("clerk", "head"):
        paper = judged(world, "500.00", author=world.people[who])
        with pytest.raises(OwnCase):
            paper.approve(world.clerk)
        assert list(waiting_for(world.clerk, now=NOW)) == []


def test_who_holds_the_role_himself_signs_in_his_own_name(world):
    """The head is also the supervisor's deputy; the supervisor's own case is the head's to sign."""
    lend(world, world.supervisor, world.head, "service_supervisor", date(2026, 3, 4))
    paper = asked(world, "100.00", concerned=[world.supervisor])
    paper.judgement_by = None
    with pytest.raises(OwnCase):
        paper.judge(world.head)

    paper = judged(world, "100.00")
    assert paper.approve(world.head).signed_role == "dept_head"


def test_the_journal_tells_the_role_the_amount_and_what_was_signed(world):
    lend(world, world.head, world.clerk, "dept_head", date(2026, 3, 4))
    paper = judged(world, "500.00")
    paper.approve(world.clerk, reason="价格合理")

    row = JournalEntry.objects.get(act="approve")
    assert (row.actor_name, row.clause, row.reason, row.source, row.target) == (
        "柯静", "6.4", "价格合理", "waiting", "approved",
    )  # fmt: skip
    assert row.data == {"amount": "500.00", "role": "dept_head", "hash": paper.sign_off.content_hash}
    assert row.thread_type == "tickets.ticket"


# -- refusals in their order, the version, the list
def test_refusals_come_in_their_order_role_own_case_state_content(world):
    paper = judged(world, "500.00", author=world.head)
    changed = {**paper.content, "serial": "P9"}
    paper.approve(world.gm)

    for actor, refusal in ((world.liaison, NotAllowed), (world.head, OwnCase), (world.gm, WrongState)):
        with pytest.raises(refusal) as refused:
            paper.approve(actor, content=changed)
    assert "高建国已于 03-02 12:00:00 处理：已批准" in str(refused.value)


def test_the_version_of_the_submission_decides_for_good(world):
    """A24: from 1 June 500 is the supervisor's; what was asked for before stays the head's."""
    before, on = moment("2026-05-31 12:00:00"), date(2026, 6, 1)
    paper = asked(world, "400.00", now=before)
    document = {**world.book.document}
    document["approvals"]["parts_issue"]["bands"] = [
        {"le": 500, "by": "service_supervisor"}, {"gt": 500, "le": 1000, "by": "dept_head"},
        {"gt": 1000, "by": "general_manager"},
    ]  # fmt: skip
    newer = new_version(world.book.slug, 2, document, on, author=None, now=before)

    paper.judge(world.supervisor, now=moment("2026-06-01 08:00:00"))
    assert next_signer(paper.about) == "dept_head"
    assert next_signer(judged(world, "400.00", version=newer).about) == "service_supervisor"


def test_each_sees_what_waits_for_his_signature_the_longest_first(world):
    small, own, large = judged(world, "100.00"), judged(world, "100.00", concerned=[world.e1]), judged(world, "1000.01")
    unjudged = asked(world, "2000.00", now=NOW - timedelta(hours=1))

    def waits(who):
        return [row.pk for row in waiting_for(world.people[who], now=NOW)]

    assert waits("supervisor") == [unjudged.sign_off.pk, small.sign_off.pk, own.sign_off.pk]
    assert waits("head") == []
    assert waits("gm") == [large.sign_off.pk]
