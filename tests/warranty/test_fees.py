"""Money on site: asked for before it is spent, judged for every amount, settled against what was granted (6.8)."""

from decimal import Decimal

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from core.files import files_of
from scenarios.evidence import papers
from tests.factories import World, on_site, reported
from tests.warranty.asking import CENT, apply, judged, signer, standing
from tests.warranty.store import ASKED
from warranty import services
from warranty.models import FeeApplication


def granted(world: World, amount: str) -> FeeApplication:
    fee = judged(world, apply(world, amount))
    return services.approve(document=fee, actor=world.gm, now=ASKED)


def settle(world: World, fee: FeeApplication, actual: Decimal | None, **given) -> FeeApplication:
    return services.settle_fee(fee=fee, actual=actual, **{"actor": world.e1, "now": ASKED, **given})


@pytest.mark.parametrize(
    ("amount", "role"),
    [
        ("299.99", "service_supervisor"), ("300.00", "service_supervisor"), ("300.01", "dept_head"),
        ("999.99", "dept_head"), ("1000.00", "dept_head"), ("1000.01", "general_manager"),
    ],
)  # fmt: skip
def test_judged_for_every_amount_and_signed_by_its_role(world: World, amount: str, role: str) -> None:
    fee = apply(world, amount)
    assert (fee.number, fee.state, signer(fee)) == ("F2603-0001", "submitted", "service_supervisor")

    assert signer(judged(world, fee)) == role


def test_items_add_up_to_the_amount(world: World) -> None:
    ticket = on_site(world)
    items = [{"what": "吊车", "amount": Decimal("250.00")}, {"what": "吊具", "amount": Decimal("50.00")}]

    with pytest.raises(OutOfRange):
        apply(world, "300.01", ticket, items=items)
    fee = apply(world, "300.00", ticket, items=items)

    assert fee.items == [{"what": "吊车", "amount": "250.00"}, {"what": "吊具", "amount": "50.00"}]


@pytest.mark.parametrize("amount", ["-0.01", "0.00", "0.001", "300.005", "10000000000"])
def test_amount_is_money_above_nothing(world: World, amount: str) -> None:
    with pytest.raises(OutOfRange):
        apply(world, amount)


def test_amount_and_reason_are_needed(world: World) -> None:
    ticket = on_site(world)

    with pytest.raises(Incomplete):
        apply(world, "100", ticket, reason=" ")
    with pytest.raises(Incomplete):
        services.apply_fee(ticket=ticket, amount=None, reason="吊车", actor=world.e1, now=ASKED)


def test_only_who_has_the_job_asks_for_money(world: World) -> None:
    with pytest.raises(NotAllowed):
        apply(world, "100", actor=world.e2)
    with pytest.raises(NotAllowed):
        apply(world, "100", reported(world))


def test_judgement_names_responsibility_and_reasonableness(world: World) -> None:
    fee = apply(world, "120.00")

    with pytest.raises(Incomplete) as refusal:
        judged(world, fee, responsibility="", reasonable=None)
    fee = judged(world, fee, responsibility="无", reasonable=False)

    assert set(refusal.value.details) == {"responsibility", "reasonable"}
    assert (fee.state, fee.responsibility, fee.reasonable) == ("judged", "无", False)


def test_zhang_wei_as_deputy_does_not_judge_his_own_fee(world: World) -> None:
    from accounts import services as accounts

    fee = apply(world, "200.00")
    accounts.delegate(principal=world.supervisor, deputy=world.e1, role="service_supervisor", until=ASKED.date(),
                      actor=world.supervisor, now=ASKED)  # fmt: skip

    with pytest.raises(OwnCase):
        services.judge(document=fee, responsibility="制造", reasonable=True, actor=world.e1, now=ASKED)


def test_settled_within_the_band_with_its_receipts(world: World, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    fee = settle(world, granted(world, "280.00"), Decimal("300.00"), receipts=papers(2))

    assert (fee.state, fee.actual, fee.settled_at, signer(fee)) == ("settled", Decimal("300.00"), ASKED, "")
    assert len(files_of(fee)) == 2


def test_a_cent_above_the_band_is_signed_again_with_the_earlier_judgement(world: World) -> None:
    fee = settle(world, granted(world, "280.00"), Decimal("300.00") + CENT)

    assert (fee.state, signer(fee)) == ("judged", "dept_head")
    assert (standing(fee).amount, standing(fee).judgement["reasonable"]) == (Decimal("300.01"), True)
    with pytest.raises(NotAllowed):
        services.approve(document=fee, actor=world.supervisor, now=ASKED)
    fee = services.approve(document=fee, actor=world.head, now=ASKED)
    assert (fee.state, fee.settled_at) == ("settled", ASKED)


@pytest.mark.parametrize(("actual", "state"), [("0.00", "settled"), ("0.01", "settled")])
def test_it_may_have_cost_less_or_nothing(world: World, actual: str, state: str) -> None:
    assert settle(world, granted(world, "280.00"), Decimal(actual)).state == state


def test_it_never_cost_less_than_nothing(world: World) -> None:
    fee = granted(world, "280.00")

    with pytest.raises(OutOfRange):
        settle(world, fee, -CENT)
    with pytest.raises(Incomplete):
        settle(world, fee, None)


def test_nothing_is_settled_that_was_not_granted(world: World) -> None:
    with pytest.raises(WrongState):
        settle(world, apply(world, "100.00"), Decimal(100))
    with pytest.raises(NotAllowed):
        settle(world, granted(world, "100.00"), Decimal(100), actor=world.e2)


def test_granted_content_that_changed_behind_the_signature_is_not_paid(world: World) -> None:
    fee = granted(world, "100.00")
    FeeApplication.objects.filter(pk=fee.pk).update(reason="餐费")

    with pytest.raises(WrongState):
        settle(world, fee, Decimal(100))
