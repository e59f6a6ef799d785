"""inspect_part: as the report says, otherwise, or made to deceive (clause 9.2g, 9.2h)."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from core.files import files_of, readable
from core.subjects import Subject
from judgement.models import Fact
from judgement.selectors import proposals
from penalties.services import confirm_penalty
from scenarios.evidence import papers
from tests import factories
from tests.factories import World, moment
from tests.warranty.returning import COMPLETED, RETURNED, fresh, one
from warranty import services
from warranty.models import OldPart

AT = moment("2026-03-16 10:00:00")


def returned(world: World, *lines: tuple[str, int]) -> OldPart:
    return services.return_part(part=one(world, *lines), actor=world.clerk, now=RETURNED)


def inspect(world: World, part: OldPart, result: str, **given) -> OldPart:
    told = {"findings": "绕组颜色与照片不一致", "actor": world.inspector, "now": AT, **given}
    return services.inspect_part(part=part, result=result, **told)


def proposed(part: OldPart) -> list[dict]:
    return [effect for row in proposals(of=Subject.of(part)) for effect in row.effects]


def test_a_match_ends_it(world: World) -> None:
    part = inspect(world, returned(world), "match", findings="")

    assert (part.state, part.inspected_by, part.inspected_at) == ("matched", world.inspector, AT)
    assert not Fact.objects.filter(event__startswith="old_part.").exists()


def test_a_mismatch_costs_ten_to_twenty_per_cent(world: World) -> None:
    part = inspect(world, returned(world), "mismatch")

    (share,) = proposed(part)
    assert (part.state, share["do"], share["low"], share["high"]) == ("mismatched", "bear_loss", "80.00", "160.00")
    row = proposals(of=Subject.of(part)).get()
    assert (row.charged_to, row.decider_role, row.month) == (world.e1, "dept_head", "2026-03")


@pytest.mark.parametrize(
    ("amount", "within"), [("79.99", False), ("80.00", True), ("160.00", True), ("160.01", False)]
)
def test_the_share_lies_within_the_bounds(world: World, amount: str, within: bool) -> None:
    part = inspect(world, returned(world), "mismatch")
    row = proposals(of=Subject.of(part)).get()

    if within:
        confirm_penalty(proposal=row, amount=Decimal(amount), actor=world.head, now=AT)
    else:
        with pytest.raises(OutOfRange):
            confirm_penalty(proposal=row, amount=Decimal(amount), actor=world.head, now=AT)


def test_falsified_costs_double_and_no_share_on_top(world: World) -> None:
    part = inspect(world, returned(world, ("seal", 3)), "falsified")

    (fine,) = proposed(part)
    assert (part.state, fine["do"], fine["amount"]) == ("falsified", "fine", "270.00")


@pytest.mark.parametrize("result", ["mismatch", "falsified"])
def test_whoever_accuses_says_what_he_saw(world: World, result: str) -> None:
    part = returned(world)

    with pytest.raises(Incomplete, match="检验记录"):
        inspect(world, part, result, findings="")
    assert fresh(part).state == "returned"


def test_photos_are_read_by_those_who_see_the_part(world: World) -> None:
    part = inspect(world, returned(world), "mismatch", photos=papers(2))

    first, _second = files_of(part)
    seen = {who: readable(first, person=world.people[who], now=AT)
            for who in ("inspector", "head", "e1", "e2", "freight")}  # fmt: skip
    assert seen == {"inspector": True, "head": True, "e1": True, "e2": False, "freight": False}


@pytest.mark.parametrize("who", ["clerk", "e1", "supervisor", "head", "quality_supervisor"])
def test_only_the_inspector_inspects(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        inspect(world, returned(world), "match", actor=world.people[who])


def test_nobody_inspects_his_own(world: World) -> None:
    part = returned(world)
    world.e1.assignments.create(role="inspector", since=COMPLETED)

    with pytest.raises(OwnCase):
        inspect(world, part, "match", actor=world.e1)


def test_what_is_still_owed_or_done_is_not_inspected(world: World) -> None:
    part = one(world)
    with pytest.raises(WrongState):
        inspect(world, part, "match")

    services.return_part(part=part, actor=world.clerk, now=RETURNED)
    inspect(world, part, "mismatch")
    with pytest.raises(WrongState):
        inspect(world, part, "falsified")
    assert len(proposed(part)) == 1


def test_the_result_is_one_of_three(world: World) -> None:
    with pytest.raises(OutOfRange):
        inspect(world, returned(world), "broken")


class TestFromTheAssessedLoss:
    """The company counts the share from the loss that the inspector assesses."""

    @pytest.fixture
    def world(self, db: None) -> World:
        return factories.company(mismatch_base="assessed_loss")

    def test_it_is_asked_for_and_counted_from(self, world: World) -> None:
        part = returned(world)
        with pytest.raises(Incomplete, match="核定损失"):
            inspect(world, part, "mismatch")

        inspect(world, part, "mismatch", assessed_loss=Decimal("250.00"))

        (share,) = proposed(part)
        assert (share["low"], share["high"], fresh(part).assessed_loss) == ("25.00", "50.00", Decimal("250.00"))

    @pytest.mark.parametrize("loss", ["-0.01", "10.001"])
    def test_it_is_an_amount_of_money(self, world: World, loss: str) -> None:
        with pytest.raises(OutOfRange):
            inspect(world, returned(world), "mismatch", assessed_loss=Decimal(loss))

    def test_a_falsified_part_needs_none(self, world: World) -> None:
        part = inspect(world, returned(world), "falsified")

        assert proposed(part)[0]["amount"] == "1600.00"


def test_a_file_that_is_no_picture_changes_nothing(world: World) -> None:
    part = returned(world)

    with pytest.raises(Exception, match="程序文件"):
        inspect(world, part, "match", photos=[ContentFile(b"MZ", "virus.exe")])
    assert fresh(part).state == "returned"
