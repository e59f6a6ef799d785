"""Reading cards: who sees which, and what waits for the clerk."""

import pytest

from core.errors import WrongState
from fieldservice.models import ServiceCard
from fieldservice.selectors import card_by_number, card_of, cards_by, cards_of, may_read_file, to_receive
from fieldservice.services import save_draft
from tests.factories import NOTICE, World, signed_card, to_call, working

SEES_ALL = ["liaison", "clerk", "supervisor", "quality_supervisor", "head", "gm", "auditor", "e1"]
SEES_NONE = ["e2", "salesperson", "finance", "administrator", "statistician", "keeper", "office_head"]


@pytest.mark.parametrize(("who", "count"), [(name, 1) for name in SEES_ALL] + [(name, 0) for name in SEES_NONE])
def test_who_sees_the_ticket_sees_its_card(world: World, who: str, count: int) -> None:
    card = signed_card(world)
    person = world.people[who]

    assert ServiceCard.objects.visible_to(person, now=NOTICE).count() == count
    assert may_read_file(card.pk, person=person, now=NOTICE) is bool(count)


def test_card_of_this_cycle_is_found(world: World) -> None:
    card = signed_card(world)

    assert (card_of(card.ticket), list(cards_of(card.ticket)), card_by_number(card.number)) == (card, [card], card)
    assert card_of(working(world, serial="P2")) is None


@pytest.mark.parametrize("count", [1, 3])
def test_cards_to_receive_in_one_statement(world: World, count: int, django_assert_num_queries) -> None:
    to_call(world, serial="P2")
    cards = [signed_card(world) for _number in range(count)]

    with django_assert_num_queries(1):
        waiting = [(card.number, card.ticket.customer.name, card.engineer.name) for card in to_receive()]
    assert [number for number, _customer, _engineer in waiting] == [card.number for card in cards]


def test_cards_of_an_engineer_are_his(world: World) -> None:
    card = signed_card(world)

    assert (list(cards_by(world.e1)), list(cards_by(world.e2))) == ([card], [])


def test_a_draft_says_not_yet_when_the_work_was_done(world: World) -> None:
    ticket = working(world)
    draft = save_draft(ticket=ticket, work_done="拆检主泵", actor=world.people["e1"], now=NOTICE)

    with pytest.raises(WrongState, match="尚未签字"):
        _ = draft.done_at
