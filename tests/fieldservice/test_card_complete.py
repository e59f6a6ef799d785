"""A card written on the phone: cause, conduct and signer are asked for, and everything missing is named at once."""

from datetime import timedelta

import pytest

from core.errors import Incomplete, OutOfRange
from fieldservice import services
from fieldservice.models import ServiceCard
from rulebook.checklists import lines_of
from tests.factories import World, working
from tests.fieldservice.cards import AT, CAUSE, kept, picture, sign


def test_card_of_the_phone_keeps_cause_and_conduct(world: World) -> None:
    ticket = working(world)
    card = ServiceCard.objects.get(pk=sign(ticket).pk)

    assert (card.cause, card.on_phone, card.conduct) == (CAUSE, True, kept(ticket))


def test_every_gap_is_named_at_once(world: World) -> None:
    ticket = working(world)
    given = {"cause": "", "cause_analysis": "", "result": " ", "training_done": False, "signer_name": "",
             "signature": None, "conduct": {}}  # fmt: skip

    with pytest.raises(Incomplete) as refusal:
        sign(ticket, **given)
    plain = {"cause", "cause_analysis", "result", "training_reason", "signer_name", "customer_signature"}
    rules = {f"why-{line.key.replace('.', '-')}" for line in lines_of(ticket.version.book, "service_card")}
    assert set(refusal.value.details) == plain | rules
    assert not ServiceCard.objects.exists()


def test_rule_not_kept_needs_a_sentence_why(world: World) -> None:
    ticket = working(world)
    conduct = kept(ticket) | {"tools.borrowed": {"done": False, "why": ""}}

    with pytest.raises(Incomplete, match="借用物品征得同意并归还”未勾选，请勾选或写明原因（7\\.4）"):
        sign(ticket, conduct=conduct)
    conduct["tools.borrowed"]["why"] = "用户的吊带明日归还，已征得同意"
    assert sign(ticket, conduct=conduct).conduct["tools.borrowed"]["done"] is False


def test_rules_are_those_of_clause_7_each_with_its_own(world: World) -> None:
    lines = lines_of(working(world).version.book, "service_card")

    assert {line.clause for line in lines} == {"7.2", "7.3", "7.4", "7.5", "7.6", "7.7"}
    assert len(lines) == len({line.key for line in lines}) == 14


def test_cause_is_one_of_the_books(world: World) -> None:
    with pytest.raises(OutOfRange, match="没有“神秘力量”"):
        sign(working(world), cause="神秘力量")


def test_card_typed_in_from_paper_has_no_cause_from_a_list(world: World) -> None:
    card = sign(working(world), cause="", conduct=None, on_phone=False, signer_name="")

    assert (card.cause, card.conduct, card.on_phone) == ("", {}, False)


def test_photographed_stamp_is_enough(world: World) -> None:
    ticket = working(world)
    card = sign(ticket, signature=None, strokes="", stamp=picture(ticket, "stamp"))

    assert (card.stamped, card.customer_signature, card.stamp is not None) == (True, False, True)


def test_draft_comes_back_with_everything_that_was_typed(world: World) -> None:
    ticket = working(world)
    rows = [{"claim": "S1", "code": "seal", "used": 1}]
    given = {"cause": CAUSE, "conduct": {"tools.borrowed": {"done": False, "why": "明日归还"}}, "parts": rows}
    services.save_draft(ticket=ticket, actor=world.e1, now=AT, work_done="拆检", **given)
    services.save_draft(ticket=ticket, actor=world.e1, now=AT + timedelta(minutes=1), result="正常")

    draft = ServiceCard.objects.get()
    assert (draft.work_done, draft.result, draft.cause, draft.conduct, draft.parts) == (
        "拆检", "正常", CAUSE, given["conduct"], rows,
    )  # fmt: skip
