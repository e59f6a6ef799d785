"""amend_card: a signed card is put right by a revision that the customer signs again (6.11, W6)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.errors import Incomplete, NotAllowed, TooLate, WrongState
from core.models import JournalEntry
from customers.models import MachineService
from fieldservice import services
from fieldservice.models import ServiceCard
from fieldservice.repeats import last_card
from fieldservice.seals import intact
from fieldservice.selectors import card_of, cards_by, credits, draft_card_of, may_amend
from judgement.selectors import proposals
from tests.factories import World, working
from tests.fieldservice.cards import AT, sign, with_parts
from tests.fieldservice.test_card_parts import DONE, used
from tests.warranty.store import there
from tickets import services as tickets
from tickets.models import Ticket
from warranty import services as warranty
from warranty.models import OldPart, Part

HOUR = timedelta(hours=1)
WHY = "原因写错"


def amend(card: ServiceCard, **given):
    return services.amend_card(card=card, **{"reason": WHY, "actor": card.engineer, "now": AT + HOUR, **given})


def again(world: World, card: ServiceCard, *, now=AT + 2 * HOUR, **given) -> ServiceCard:
    """The next revision, signed."""
    amend(card, now=now - HOUR)
    return sign(Ticket.objects.get(pk=card.ticket_id), now=now, **given)


def received(world: World, card: ServiceCard, **given) -> ServiceCard:
    return services.receive_card(card=card, **{"actor": world.clerk, "now": AT + 3 * HOUR, **given})


def test_revision_begins_as_a_copy_and_points_back(world: World) -> None:
    card = sign(working(world))
    draft = amend(card)

    assert (draft.number, draft.revision, draft.amends, draft.state) == ("C2603-0001-2", 2, card, "draft")
    assert (draft.cause_analysis, draft.conduct, draft.signature, draft.seal) == (
        card.cause_analysis, card.conduct, None, "",
    )  # fmt: skip
    entry = JournalEntry.objects.get(act="amend_card")
    assert (entry.reason, entry.clause, entry.data["card"]) == (WHY, "6.11", draft.number)


def test_signed_card_stands_until_the_customer_has_signed_the_new_one(world: World) -> None:
    card = sign(working(world))
    draft = amend(card)

    assert (card_of(card.ticket), draft_card_of(card.ticket)) == (card, draft)
    with pytest.raises(Incomplete):
        sign(Ticket.objects.get(), now=AT + 2 * HOUR, signature=None)
    assert ServiceCard.objects.get(pk=card.pk).state == "signed"


def test_signed_revision_supersedes_the_former_and_nothing_is_doubled(world: World) -> None:
    card = sign(working(world))
    newer = again(world, card, cause_analysis="油封装反")

    former = ServiceCard.objects.get(pk=card.pk)
    assert (former.state, newer.state, newer.ticket.state) == ("superseded", "signed", "completed")
    assert (former.cause_analysis, intact(former), intact(newer)) == ("密封圈硬化", True, True)
    assert (card_of(newer.ticket), last_card(newer.ticket), list(cards_by(world.e1))) == (newer, newer, [newer])
    service = MachineService.objects.get()
    assert (service.cause, service.completed_at, newer.completed_at) == ("油封装反", AT, AT)
    assert newer.signed_at == AT + 2 * HOUR
    assert JournalEntry.objects.filter(act="sign_card").count() == 2
    assert JournalEntry.objects.get(act="supersede_card").data == {"by": newer.number}


def test_superseded_card_is_frozen_and_a_second_standing_one_impossible(world: World) -> None:
    card = sign(working(world))
    again(world, card)

    for column, value in {"cause": "其他", "conduct": {}, "parts": [{}], "amend_reason": "x", "strokes": ""}.items():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ServiceCard.objects.filter(pk=card.pk).update(**{column: value})
    standing = ServiceCard.objects.get(state="signed")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        ServiceCard.objects.filter(pk=standing.pk).update(cycle=2)


@pytest.mark.parametrize("who", ["e2", "clerk", "liaison", "head"])
def test_only_its_engineer_amends(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        amend(sign(working(world)), actor=world.people[who])


def test_reason_is_asked_for_and_two_calls_begin_one_draft(world: World) -> None:
    card = sign(working(world))
    with pytest.raises(Incomplete, match="修订原因"):
        amend(card, reason=" ")

    assert amend(card) == amend(card)
    assert ServiceCard.objects.count() == 2
    assert JournalEntry.objects.filter(act="amend_card").count() == 1


def test_received_card_is_amended_while_the_ticket_is_open_and_received_anew(world: World) -> None:
    card = received(world, sign(working(world)))
    newer = again(world, card, now=AT + 5 * HOUR)
    assert newer.ticket.state == "follow_up"
    assert not credits(newer)["workload"].counts

    newer = services.receive_card(card=newer, actor=world.clerk, now=AT + 6 * HOUR)
    assert (newer.state, newer.ticket.state) == ("received", "follow_up")
    assert credits(newer)["workload"].counts
    assert not credits(ServiceCard.objects.get(pk=card.pk))["workload"].counts


def test_no_amendment_once_the_ticket_is_closed(world: World) -> None:
    card = received(world, sign(working(world)))
    draft = amend(card, now=AT + 4 * HOUR)
    tickets.follow_up(ticket=card.ticket, outcome="solved", actor=world.liaison, now=AT + 5 * HOUR)
    ticket = Ticket.objects.get()

    assert not may_amend(card_of(ticket), world.e1)
    with pytest.raises(WrongState, match="已关闭"):
        sign(ticket, now=AT + 6 * HOUR)
    with pytest.raises(WrongState, match="已关闭"):
        amend(card, now=AT + 6 * HOUR)
    assert ServiceCard.objects.get(pk=draft.pk).state == "draft"


def test_what_was_taken_from_the_former_is_not_given_back(world: World) -> None:
    card = received(world, sign(working(world)), clear=False)
    newer = again(world, card, now=AT + 5 * HOUR)
    services.receive_card(card=newer, actor=world.clerk, now=AT + 6 * HOUR)

    assert credits(ServiceCard.objects.get(pk=newer.pk))["commission"].counts is False


def test_inconsistent_twice_is_one_fact(world: World) -> None:
    card = received(world, sign(working(world)), consistent=False)
    newer = again(world, card, now=AT + 5 * HOUR)
    services.receive_card(card=newer, actor=world.clerk, now=AT + 6 * HOUR, consistent=False)

    assert proposals().count() == 1


def test_third_revision_is_numbered_from_the_first(world: World) -> None:
    second = again(world, sign(working(world)))
    third = again(world, second, now=AT + 5 * HOUR)

    assert (third.number, third.revision) == ("C2603-0001-3", 3)
    assert set(ServiceCard.objects.values_list("number", "state")) == {
        ("C2603-0001", "superseded"), ("C2603-0001-2", "superseded"), ("C2603-0001-3", "signed"),
    }  # fmt: skip


def bag(world: World) -> int:
    return there(Part.objects.get(code="motor"), world.e1)


def test_more_parts_by_amendment_book_the_difference(world: World) -> None:
    ticket = with_parts(world, ("motor", 3))
    card = sign(ticket, now=DONE, parts=used(ticket, motor=1))
    newer = again(world, card, now=DONE + 2 * HOUR, parts=used(ticket, motor=3))

    assert (newer.parts[0]["used"], newer.parts[0]["left"], bag(world)) == (3, 0, 0)
    assert sorted(OldPart.objects.values_list("quantity", flat=True)) == [1, 2]


def test_fewer_parts_by_amendment_go_back_to_the_bag(world: World) -> None:
    ticket = with_parts(world, ("motor", 3))
    card = sign(ticket, now=DONE, parts=used(ticket, motor=3))
    again(world, card, now=DONE + 2 * HOUR, parts=used(ticket, motor=1))

    assert bag(world) == 2
    assert set(OldPart.objects.values_list("quantity", "state")) == {(1, "owed"), (2, "exempt")}


def test_unchanged_parts_stay_as_they_were(world: World) -> None:
    ticket = with_parts(world, ("motor", 2))
    card = sign(ticket, now=DONE, parts=used(ticket, motor=2))
    again(world, card, now=DONE + 2 * HOUR, parts=used(ticket, motor=2))

    assert (bag(world), OldPart.objects.get().quantity) == (0, 2)


def test_part_whose_old_one_came_back_cannot_be_unused(world: World) -> None:
    ticket = with_parts(world, ("motor", 1))
    card = sign(ticket, now=DONE, parts=used(ticket, motor=1))
    warranty.return_part(part=OldPart.objects.get(), actor=world.clerk, now=DONE + HOUR / 2)

    with pytest.raises(TooLate, match="旧件已返回"), transaction.atomic():
        again(world, card, now=DONE + 2 * HOUR, parts=used(ticket, motor=0))
    assert bag(world) == 0
