"""Parts requests: priced, judged, signed by the role of their sum, and signed anew when they change (6.4)."""

from decimal import Decimal

import pytest

from approvals.selectors import of_subject
from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from core.models import JournalEntry
from notifications.models import Notice
from tests.factories import World
from tests.warranty import store
from tests.warranty.asking import accepted, ask, judged, refused, signer, standing, submit
from tests.warranty.store import ASKED
from tickets import services as tickets
from tickets.models import Hold
from warranty import services
from warranty.models import PartsRequest, RequestLine
from warranty.selectors.requests import lines_of


@pytest.fixture(autouse=True)
def stocked(world: World) -> None:
    store.departments(world)
    store.stocked()


def priced(price: str, qty: int = 1) -> dict:
    return {"part": "board", "qty": qty, "price": price}


def test_request_freezes_prices_and_makes_the_ticket_wait(world: World) -> None:
    request = ask(world, {"part": "board", "qty": 2}, {"part": "seal", "qty": 1})

    assert (request.number, request.state, str(request.total)) == ("Q2603-0001", "checked", "645.00")
    assert (request.hold.kind, request.hold.note, request.hold.lifted_at) == ("parts", "Q2603-0001", None)
    assert signer(request) == "service_supervisor"
    services.edit_part(part=lines_of(request)[0].part, ex_works_price="999.00", actor=world.keeper, now=ASKED)
    assert [str(line.price) for line in lines_of(request)] == ["300.00", "45.00"]


@pytest.mark.parametrize(
    ("price", "role"),
    [
        ("299.99", "service_supervisor"), ("300.00", "service_supervisor"), ("300.01", "dept_head"),
        ("999.99", "dept_head"), ("1000.00", "dept_head"), ("1000.01", "general_manager"),
    ],
)  # fmt: skip
def test_the_sum_names_the_signer_to_the_cent(world: World, price: str, role: str) -> None:
    request = judged(world, ask(world, priced(price)))

    assert (signer(request), request.state) == (role, "assigned")


def test_price_is_rounded_before_it_is_multiplied(world: World) -> None:
    request = ask(world, priced("100.005", 3))

    assert str(request.total) == "300.03"


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([], Incomplete),
        ([{"part": "unknown", "qty": 1}], Incomplete),
        ([{"part": "", "qty": 1}], Incomplete),
        ([{"part": "board", "qty": 0}], OutOfRange),
        ([{"part": "board", "qty": -1}], OutOfRange),
        ([{"part": "board", "qty": 1.5}], OutOfRange),
        ([{"part": "board", "qty": 10_000}], OutOfRange),
        ([{"part": "board", "qty": 1}, {"part": "board", "qty": 2}], OutOfRange),
        ([{"part": "board", "qty": 1, "price": "-0.01"}], OutOfRange),
        ([{"part": "board", "qty": 1, "price": "viel"}], OutOfRange),
        ([{"part": "board", "qty": 9999, "price": "9999999.00"}], OutOfRange),
    ],
)
def test_lines_that_cannot_be_asked_for(world: World, lines: list, error: type[Exception]) -> None:
    report = accepted(world)

    with pytest.raises(error) as refusal:
        services.request_parts(report=report, lines=lines, actor=world.liaison, now=ASKED)
    assert set(refusal.value.details) == {"lines"}
    assert (PartsRequest.objects.count(), Hold.objects.count()) == (0, 0)


def test_no_parts_on_a_report_that_was_not_accepted(world: World) -> None:
    report = submit(world)

    with pytest.raises(WrongState):
        ask(world, report=report)
    with pytest.raises(WrongState):
        ask(world, report=refused(world, report))


def test_only_the_liaison_asks_for_parts(world: World) -> None:
    with pytest.raises(NotAllowed):
        ask(world, actor=world.e1)


def test_su_min_names_the_department_before_anybody_signs(world: World) -> None:
    request = ask(world)

    with pytest.raises(WrongState):
        services.approve(document=request, actor=world.supervisor, now=ASKED)
    with pytest.raises(Incomplete):
        judged(world, request, department="no_such_department")
    request = judged(world, request)

    assert (request.state, request.loss_department.code) == ("assigned", "production")


def test_lower_role_does_not_sign_and_a_higher_one_need_not_wait(world: World) -> None:
    request = judged(world, ask(world, priced("300.01")))

    with pytest.raises(NotAllowed):
        services.approve(document=request, actor=world.supervisor, now=ASKED)
    request = services.approve(document=request, actor=world.gm, now=ASKED)

    assert (request.state, standing(request).signed_role) == ("approved", "general_manager")


def test_decision_is_told_to_the_engineer_and_the_liaison_and_stands_once_in_each_history(world: World) -> None:
    request = services.approve(document=judged(world, ask(world)), actor=world.supervisor, now=ASKED)

    told = set(Notice.objects.filter(about="sign_off_decided").values_list("person__username", flat=True))
    assert told == {"e1", "liaison"}
    rows = JournalEntry.objects.filter(act="approve")
    assert rows.filter(subject_id=request.pk, subject_type="warranty.partsrequest").count() == 1
    assert rows.filter(thread_type="tickets.ticket").count() == 1


def test_who_signs_second_learns_that_it_was_decided(world: World) -> None:
    request = services.approve(document=judged(world, ask(world)), actor=world.supervisor, now=ASKED)

    with pytest.raises(WrongState, match="苏敏"):
        services.approve(document=request, actor=world.gm, now=ASKED)


def test_rejected_request_lets_the_work_begin(world: World) -> None:
    request = judged(world, ask(world))
    with pytest.raises(WrongState):
        tickets.start_work(ticket=request.ticket, actor=world.e1, now=ASKED)

    with pytest.raises(Incomplete):
        services.reject(document=request, reason="", actor=world.supervisor, now=ASKED)
    request = services.reject(document=request, reason="现场可修复", actor=world.supervisor, now=ASKED)

    assert request.state == "rejected"
    assert tickets.start_work(ticket=request.ticket, actor=world.e1, now=ASKED).state == "working"


def test_changed_lines_are_another_revision_and_void_every_signature(world: World) -> None:
    request = services.approve(document=judged(world, ask(world)), actor=world.supervisor, now=ASKED)

    request = services.change_lines(
        request=request, lines=[{"part": "board", "qty": 1}, {"part": "seal", "qty": 1}], actor=world.liaison, now=ASKED
    )

    assert (request.state, request.revision, str(request.total)) == ("checked", 2, "345.00")
    assert request.loss_department is None
    assert [row.state for row in of_subject(request)] == ["judging", "void"]
    assert RequestLine.objects.filter(request=request, revision=1).count() == 1
    assert signer(judged(world, request)) == "dept_head"


def test_lines_do_not_change_once_a_slip_lives_or_the_request_was_rejected(world: World) -> None:
    request = services.approve(document=judged(world, ask(world)), actor=world.supervisor, now=ASKED)
    services.issue_claim(request=request, actor=world.statistician, now=ASKED)
    rejected = services.reject(
        document=judged(world, ask(world, report=request.report)), reason="重复", actor=world.supervisor, now=ASKED
    )
    lines = [{"part": "seal", "qty": 1}]

    for one in (request, rejected):
        with pytest.raises(WrongState):
            services.change_lines(request=one, lines=lines, actor=world.liaison, now=ASKED)


def test_reopened_request_is_judged_anew_with_the_same_lines_under_the_same_version(world: World) -> None:
    request = services.approve(document=judged(world, ask(world)), actor=world.supervisor, now=ASKED)

    again = services.reopen_request(request=request, reason="非生产责任", actor=world.loss_rep, now=ASKED)

    assert (again.state, again.revision, again.version_id) == ("checked", 1, request.version_id)
    assert signer(again) == "service_supervisor"
    assert standing(again).submitted_by == world.liaison
    assert standing(again).state == "judging"


def test_nobody_signs_what_he_asked_for_himself(world: World) -> None:
    from accounts import services as accounts

    request = judged(world, ask(world, priced("300.01")))
    accounts.delegate(principal=world.head, deputy=world.liaison, role="dept_head", until=ASKED.date(),
                      actor=world.head, now=ASKED)  # fmt: skip

    with pytest.raises(OwnCase):
        services.approve(document=request, actor=world.liaison, now=ASKED)


def test_two_requests_below_a_band_are_told_to_cross_it(world: World) -> None:
    report = accepted(world)
    first, second = (ask(world, priced("250.00"), report=report) for _ in range(2))

    assert (first.warnings, second.warnings) == ([], ["band_crossed"])
    assert signer(judged(world, second)) == "service_supervisor"


def test_amounts_are_decimals_to_the_cent(world: World) -> None:
    request = ask(world, priced("0.01"))

    assert (request.total, type(standing(request).amount)) == (Decimal("0.01"), Decimal)
