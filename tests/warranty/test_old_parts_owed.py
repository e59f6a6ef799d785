"""owe_old_parts: what a signed card leaves to be brought back, by whom and until when (clause 9.2d, 9.2e)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.subjects import Subject
from deadlines.selectors import current
from deadlines.services import sweep
from judgement.selectors import proposals
from notifications.models import Notice
from tests.factories import World
from tests.warranty import store
from tests.warranty.returning import COMPLETED, DUE, fresh, one, owed
from warranty import services
from warranty.models import OldPart, Part

MICROSECOND = timedelta(microseconds=1)


def test_each_line_of_the_claim_is_owed_by_whoever_received_it(world: World) -> None:
    motor, seals = owed(world, ("motor", 1), ("seal", 3))

    assert (motor.handler, motor.state, motor.quantity, motor.due_at) == (world.e1, "owed", 1, DUE)
    assert (seals.part.code, seals.quantity, seals.slip_price, seals.owed_since) == (
        "seal", 3, Decimal("135.00"), COMPLETED,
    )  # fmt: skip
    assert {motor.number[:6], seals.number[:6]} == {"O2603-"}


def test_the_debit_counts_the_price_of_the_slip_and_the_fine_todays(world: World) -> None:
    store.departments(world)
    store.stocked(100)
    claim = store.received(world, ("motor", 2))
    Part.objects.filter(code="motor").update(ex_works_price=Decimal("900.00"))

    (part,) = services.owe_old_parts(
        ticket=claim.ticket, used=services.use_parts(ticket=claim.ticket, actor=world.e1, now=COMPLETED),
        completed_at=COMPLETED, actor=world.e1, now=COMPLETED,
    )  # fmt: skip

    assert (part.slip_price, part.ex_works_price) == (Decimal("1600.00"), Decimal("1800.00"))


def test_the_limit_runs_from_the_completion_and_warns_when_a_quarter_is_left(world: World) -> None:
    part = one(world)

    limit = current(Subject.of(part), "old_part")
    assert (limit.person, limit.start_at, limit.due_at, limit.clause) == (world.e1, COMPLETED, DUE, "9.2")
    assert limit.warn_at == COMPLETED + (DUE - COMPLETED) * 3 / 4

    sweep(now=limit.warn_at)
    assert Notice.objects.filter(about="deadline_near", person=world.e1, title__contains=part.number).count() == 1


def test_the_engineer_is_told_what_he_owes_until_when_and_what_it_costs(world: World) -> None:
    motor, _seals = owed(world, ("motor", 1), ("seal", 3))

    told = Notice.objects.get(about="old_parts_owed")
    assert (told.person, told.url) == (world.e1, "/m/w/old-parts/")
    assert told.title == f"工单 {motor.ticket.number} 换下的 4 件旧件，请在 2026-04-04 24:00 前返回"
    assert "电机 × 1，逾期挂账 800.00 元" in told.text


@pytest.mark.parametrize(
    ("at", "debited"), [(DUE - MICROSECOND, False), (DUE, False), (DUE + MICROSECOND, True)]
)
def test_what_is_not_back_in_time_is_debited_at_the_price_of_the_slip(world: World, at, debited: bool) -> None:
    part = one(world)

    sweep(now=at)

    found = [(row.charged_to, row.clause, row.effects[0]["do"], row.effects[0]["amount"], row.decider_role)
             for row in proposals(of=Subject.of(part))]  # fmt: skip
    assert found == ([(world.e1, "9.2", "debit", "800.00", "dept_head")] if debited else [])


def test_an_export_product_returns_nothing(world: World) -> None:
    c1 = world.customers["c1"]
    c1.export = True
    c1.save()

    part = one(world)

    assert (part.state, part.exempt_reason, part.exempted_by, part.due_at) == ("exempt", "出口产品", None, None)
    assert current(Subject.of(part), "old_part") is None
    assert not Notice.objects.filter(about="old_parts_owed").exists()


def test_a_card_without_parts_leaves_nothing(world: World) -> None:
    from tests.factories import signed_card

    signed_card(world)
    assert not OldPart.objects.exists()


def test_parts_are_accounted_for_once(world: World) -> None:
    part = one(world)

    again = services.owe_old_parts(
        ticket=part.ticket, used=services.use_parts(ticket=part.ticket, actor=world.e1, now=DUE),
        completed_at=DUE, actor=world.e1, now=DUE,
    )  # fmt: skip

    assert (again, OldPart.objects.count(), fresh(part).due_at) == ([], 1, DUE)


def test_what_is_given_back_unused_leaves_no_old_part(world: World) -> None:
    store.departments(world)
    warehouse, parts = store.stocked(100)
    claim = store.received(world, ("seal", 3))
    services.give_back_parts(
        claim=claim, part=parts["seal"], quantity=1, warehouse=warehouse, actor=world.e1, now=COMPLETED
    )

    used = services.use_parts(ticket=claim.ticket, actor=world.e1, now=COMPLETED)
    (part,) = services.owe_old_parts(
        ticket=claim.ticket, used=used, completed_at=COMPLETED, actor=world.e1, now=COMPLETED
    )

    assert (part.quantity, part.slip_price) == (2, Decimal("90.00"))
