"""A signature binds to what was signed: a change of anything voids it, and the database keeps what was asked (W5)."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from approvals import services
from approvals.models import SignOff
from approvals.selectors import next_signer, payable
from approvals.states import SignOffState
from core.errors import Incomplete, WrongState
from core.subjects import Subject
from tests.approvals.papers import NOW, Paper, asked, judged, submit

pytestmark = pytest.mark.django_db
TABLE = "approvals_signoff"
# A valid other value of every column that is hashed or says who may sign.
ASKED = {
    "subject_type": "warranty.purchase", "subject_id": 4711, "approval": "purchase", "version_id": 999_999,
    "content": '{"lines": []}', "submitted_by_id": 1, "submitted_at": "2020-01-01 00:00:00+00:00",
    "group_type": "customers.machine", "group_id": 4711,
}  # fmt: skip
JUDGED = {"amount": "1.00", "content_hash": "0" * 64, "judgement": '{"loss_department": "supply"}'}
SIGNED = {"signed_by_id": 1, "signed_role": "general_manager", "signed_at": "2020-01-01 00:00:00+00:00", "reason": "x"}


@pytest.fixture
def signed(world) -> Paper:
    paper = judged(world, "500.00", concerned=[world.e1])
    paper.approve(world.head)
    return paper


def write(paper: Paper, column: str, value: object) -> None:
    """Change a column behind the product's back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", [value, paper.sign_off.pk])


@contextmanager
def refused_by_the_database():
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        yield


@pytest.mark.parametrize("column", [*ASKED, *JUDGED, *SIGNED])
def test_the_database_keeps_what_was_asked_judged_and_signed(signed, column):
    with refused_by_the_database():
        write(signed, column, {**ASKED, **JUDGED, **SIGNED}[column])
    assert signed.payable


@pytest.mark.parametrize("column", [*ASKED, *JUDGED])
def test_what_waits_for_its_signature_is_kept_too(world, column):
    paper = judged(world, "500.00")
    with refused_by_the_database():
        write(paper, column, {**ASKED, **JUDGED}[column])


@pytest.mark.parametrize("column", ASKED)
def test_what_was_asked_is_kept_before_the_judgement_already(world, column):
    with refused_by_the_database():
        write(asked(world, "500.00"), column, ASKED[column])


def test_an_amount_changed_before_the_judgement_is_not_judged(world):
    paper = asked(world, "500.00")
    SignOff.objects.filter(pk=paper.sign_off.pk).update(amount=Decimal("1.00"))

    with pytest.raises(WrongState, match="内容已变更"):
        paper.judge(world.supervisor)


def test_whose_own_case_it_is_cannot_be_forgotten(signed):
    links = SignOff.concerned.through.objects.filter(signoff=signed.sign_off)
    assert links.count() == 2
    for attempt in (links.delete, lambda: links.update(person=1), signed.sign_off.concerned.clear):
        with refused_by_the_database():
            attempt()


def test_no_sign_off_is_deleted(world, signed):
    for paper in (signed, asked(world, "1.00"), judged(world, "1.00")):
        with refused_by_the_database():
            SignOff.objects.filter(pk=paper.sign_off.pk)._raw_delete(using="default")


def test_what_was_refused_does_not_come_back(world):
    paper = judged(world, "500.00")
    paper.reject(world.head)
    for state in ("approved", "waiting"):
        with refused_by_the_database():
            write(paper, "state", state)


CHANGES = {
    "serial": lambda told: {**told, "serial": "P2"},
    "part": lambda told: {**told, "lines": [{**told["lines"][0], "part": "pump"}]},
    "quantity": lambda told: {**told, "lines": [{**told["lines"][0], "quantity": 2}]},
    "price": lambda told: {**told, "lines": [{**told["lines"][0], "price": "500.01"}]},
    "a line more": lambda told: {**told, "lines": [*told["lines"], told["lines"][0]]},
    "no line": lambda told: {**told, "lines": []},
    "a field less": lambda told: {"lines": told["lines"]},
    "a field more": lambda told: {**told, "payee": 7},
    "another type": lambda told: {**told, "lines": [{**told["lines"][0], "quantity": "1"}]},
    "white space": lambda told: {**told, "serial": "P1 "},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_document_is_not_payable(signed, change):
    assert signed.payable
    signed.content = CHANGES[change](signed.content)
    assert not signed.payable


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_document_is_neither_judged_nor_signed_nor_refused(world, change):
    unjudged, waiting = asked(world, "500.00"), judged(world, "500.00")
    for paper in (unjudged, waiting):
        paper.content = CHANGES[change](paper.content)

    for attempt in (
        lambda: unjudged.judge(world.supervisor),
        lambda: waiting.approve(world.head),
        lambda: waiting.reject(world.head),
    ):
        with pytest.raises(WrongState, match="变更"):
            attempt()


def test_the_order_of_keys_is_no_change(signed):
    signed.content = dict(reversed(list(signed.content.items())))
    assert signed.payable


def test_only_what_the_page_showed_is_signed(world):
    paper = judged(world, "500.00")
    seen = paper.sign_off.content_hash
    with pytest.raises(WrongState, match="重新核对"):
        paper.approve(world.head, seen="0" * 64)
    assert paper.approve(world.head, seen=seen).state == SignOffState.APPROVED


def test_a_page_from_before_the_change_signs_nothing(world):
    """The lines were changed and asked for anew while the head read the page."""
    paper = judged(world, "500.00")
    seen = paper.sign_off.content_hash
    services.void(subject=paper.about, reason="修改明细", actor=world.liaison, now=NOW)
    submit(world, paper, Decimal("500.00"))
    paper.judge(world.supervisor)
    # The same lines, the same judgement: the same content is the same hash.
    assert paper.sign_off.content_hash == seen

    services.void(subject=paper.about, reason="修改明细", actor=world.liaison, now=NOW)
    paper.content = CHANGES["part"](paper.content)
    submit(world, paper, Decimal("500.00"))
    paper.judge(world.supervisor)
    with pytest.raises(WrongState, match="重新核对"):
        paper.approve(world.head, seen=seen)


# -- judge, reject, void, submit
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("parts_issue", {}),
        ("parts_issue", {"loss_department": " "}),
        ("service_fee", {"responsibility": "生产部"}),
        ("service_fee", {"reasonable": True}),
        ("purchase", {"necessity": "停机", "consulted": "production"}),
        ("purchase", {"necessity": "", "consulted": "production", "consulted_cost": Decimal("1.00")}),
    ],
)
def test_what_the_book_wants_settled_is_required(world, kind, values):
    paper = asked(world, "100.00", kind)
    with pytest.raises(Incomplete, match="请填写"):
        paper.judge(world.supervisor, values=values)
    assert paper.sign_off.state == SignOffState.JUDGING


def test_an_unreasonable_fee_is_judged_as_such(world):
    paper = asked(world, "100.00", "service_fee")
    told = {"responsibility": "无", "reasonable": False, "amount": "9999.00"}
    paper.judge(world.supervisor, values=told)

    assert paper.sign_off.judgement == {"responsibility": "无", "reasonable": False}


def test_the_second_judgement_learns_who_judged(world):
    paper = judged(world, "100.00")
    with pytest.raises(WrongState, match="苏敏已于 03-02 12:00:00 处理：待签批"):
        paper.judge(world.supervisor)


def test_a_rejection_says_why(world):
    paper = judged(world, "100.00")
    with pytest.raises(Incomplete, match="驳回理由"):
        paper.reject(world.supervisor, reason=" ")
    paper.reject(world.supervisor, reason=" 不属于三包 ")

    assert (paper.sign_off.reason, paper.payable, next_signer(paper.about)) == ("不属于三包", False, None)


def test_a_voided_signature_pays_nothing(world, signed):
    assert services.void(subject=signed.about, reason="修改明细", actor=world.liaison, now=NOW) == 1
    assert services.void(subject=signed.about, reason="修改明细", actor=world.liaison, now=NOW) == 0
    assert not signed.payable
    with pytest.raises(WrongState, match="已失效"):
        signed.approve(world.gm)


def test_a_document_asks_once_at_a_time(world):
    paper = asked(world, "100.00")
    with pytest.raises(WrongState, match="已有审批"), transaction.atomic():
        submit(world, paper, Decimal("100.00"))
    paper.judge(world.supervisor)
    with pytest.raises(WrongState, match="已有审批"), transaction.atomic():
        submit(world, paper, Decimal("100.00"))


def test_a_higher_sum_is_signed_again_on_the_earlier_judgement(world, signed):
    """A17: what it cost lies in a higher band; until that is signed nothing is payable."""
    submit(world, signed, Decimal("1200.00"), judgement=signed.sign_off.judgement)

    assert (signed.sign_off.state, next_signer(signed.about), signed.payable) == ("waiting", "general_manager", False)
    signed.approve(world.gm)
    assert signed.payable


def test_a_kind_that_the_book_does_not_know_is_refused(world):
    with pytest.raises(WrongState, match="没有规定"):
        submit(world, Paper(Subject("x.y", 1), "travel", {}), Decimal(1))


def test_who_never_asked_is_not_payable():
    assert not payable(Subject("warranty.partsrequest", 1), content={})


# -- constraints
@pytest.mark.parametrize(
    "change",
    [
        {"state": "paid"},
        {"next_role": ""},
        {"state": "approved", "next_role": ""},
        {"amount": Decimal("-0.01")},
    ],
    ids="-".join,
)
def test_the_database_knows_what_a_sign_off_may_be(world, change):
    paper = asked(world, "100.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.filter(pk=paper.sign_off.pk).update(**change)


def test_the_database_lets_no_author_sign(world):
    paper = judged(world, "100.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.filter(pk=paper.sign_off.pk).update(
            state="approved", next_role="", signed_by=world.liaison, signed_role="dept_head", signed_at=NOW
        )
