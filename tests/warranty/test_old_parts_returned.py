"""return_part, exempt_return: back in time, late, in lots, or not needed at all (clause 9.2d to 9.2f)."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, TooLate, WrongState
from core.subjects import Subject
from deadlines.selectors import current
from deadlines.services import sweep
from judgement.models import Proposal
from judgement.selectors import proposals
from notifications.models import Notice
from penalties.services import confirm_penalty, revoke_penalty
from tests.factories import World
from tests.warranty.returning import COMPLETED, DUE, RETURNED, fresh, one, owed
from warranty import services
from warranty.models import OldPart

MICROSECOND, HOUR = timedelta(microseconds=1), timedelta(hours=1)


def give_back(world: World, part: OldPart, now: datetime = RETURNED, **given) -> OldPart:
    return services.return_part(part=part, **{"actor": world.clerk, "now": now, **given})


def exempt(world: World, part: OldPart, now: datetime = RETURNED, **given) -> OldPart:
    told = {"reason": "现场报废", "actor": world.quality_supervisor, "now": now, **given}
    return services.exempt_return(part=part, **told)


def limit_of(part: OldPart) -> str:
    return str(current(Subject.of(part), "old_part").state)


def debits(part: OldPart) -> list[tuple[str, str]]:
    return [(row.effects[0]["amount"], row.state) for row in proposals(of=Subject.of(part))]


@pytest.mark.parametrize(
    ("at", "state"), [(DUE - MICROSECOND, "met"), (DUE, "met"), (DUE + MICROSECOND, "missed")]
)
def test_the_last_microsecond_of_the_last_day_is_in_time(world: World, at: datetime, state: str) -> None:
    part = give_back(world, one(world), at)

    assert (part.state, part.returned_at, part.taken_by, limit_of(part)) == ("returned", at, world.clerk, state)
    assert debits(part) == ([("800.00", "proposed")] if state == "missed" else [])


def test_a_late_return_leaves_the_debit_to_its_decider(world: World) -> None:
    part = one(world)
    sweep(now=DUE + MICROSECOND)
    debit = confirm_penalty(proposal=Proposal.objects.get(), actor=world.head, now=DUE + HOUR)

    give_back(world, part, DUE + 2 * HOUR)

    assert debits(part) == [("800.00", "confirmed")]
    told = Notice.objects.get(about="old_part_late")
    assert (told.person, told.url) == (world.head, f"/admin/judgement/proposal/{debit.pk}/")
    revoke_penalty(proposal=debit, reason="旧件已返回", actor=world.head, now=DUE + 3 * HOUR)
    assert debits(part) == [("800.00", "revoked")]


def test_of_several_pieces_a_lot_may_come_first(world: World) -> None:
    part = one(world, ("seal", 3))

    lot = give_back(world, part, quantity=2)

    part = fresh(part)
    assert (lot.state, lot.quantity, lot.slip_price, lot.lot) == ("returned", 2, Decimal("90.00"), 2)
    assert (part.state, part.quantity, part.slip_price, part.due_at) == ("owed", 1, Decimal("45.00"), DUE)
    sweep(now=DUE + MICROSECOND)
    assert (debits(part), debits(lot)) == ([("45.00", "proposed")], [])


def test_a_lot_that_comes_after_the_limit_was_late_with_the_rest(world: World) -> None:
    part = one(world, ("seal", 3))

    lot = give_back(world, part, DUE + MICROSECOND, quantity=1)

    assert (debits(fresh(part)), debits(lot)) == ([("135.00", "proposed")], [])
    assert Notice.objects.filter(about="old_part_late", person=world.head).count() == 1


@pytest.mark.parametrize("quantity", [0, -1, 2])
def test_no_more_comes_back_than_is_owed(world: World, quantity: int) -> None:
    with pytest.raises(OutOfRange, match="1 到 1"):
        give_back(world, one(world), quantity=quantity)


def test_two_parts_of_one_claim_have_each_their_own_fate(world: World) -> None:
    motor, seal = owed(world, ("motor", 1), ("seal", 1))
    give_back(world, seal)

    sweep(now=DUE + MICROSECOND)

    assert (debits(motor), debits(seal)) == ([("800.00", "proposed")], [])


@pytest.mark.parametrize("who", ["e1", "liaison", "inspector", "quality_supervisor", "head"])
def test_only_the_clerk_takes_them_in(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        give_back(world, one(world), actor=world.people[who])


def test_a_part_comes_back_once(world: World) -> None:
    part = one(world)
    give_back(world, part)

    with pytest.raises(WrongState):
        give_back(world, part)
    assert OldPart.objects.count() == 1


@pytest.mark.parametrize(("at", "late"), [(DUE - MICROSECOND, False), (DUE, False), (DUE + MICROSECOND, True)])
def test_exempted_until_the_due_instant(world: World, at: datetime, late: bool) -> None:
    part = one(world)

    if late:
        with pytest.raises(TooLate, match="裁决人"):
            exempt(world, part, at)
    else:
        exempt(world, part, at)

    sweep(now=DUE + MICROSECOND)
    part = fresh(part)
    assert (part.state, limit_of(part)) == (("owed", "missed") if late else ("exempt", "ended"))
    assert debits(part) == ([("800.00", "proposed")] if late else [])


def test_the_exemption_tells_who_when_and_why(world: World) -> None:
    part = exempt(world, one(world))

    assert (part.exempted_by, part.exempted_at, part.exempt_reason) == (world.quality_supervisor, RETURNED, "现场报废")


def test_an_exemption_needs_a_reason(world: World) -> None:
    with pytest.raises(Incomplete):
        exempt(world, one(world), reason=" ")


@pytest.mark.parametrize("who", ["e1", "supervisor", "clerk", "head", "gm"])
def test_only_the_quality_supervisor_exempts(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        exempt(world, one(world), actor=world.people[who])


def test_nobody_exempts_himself(world: World) -> None:
    part = one(world)
    world.e1.assignments.create(role="quality_service_supervisor", since=COMPLETED)

    with pytest.raises(OwnCase):
        exempt(world, part, actor=world.e1)


def test_what_is_back_needs_no_exemption(world: World) -> None:
    part = give_back(world, one(world))

    with pytest.raises(WrongState):
        exempt(world, part)
