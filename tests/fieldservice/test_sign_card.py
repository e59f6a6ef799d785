"""sign_card, save_draft: the card is complete, signed and sealed (clauses 6.11, 7.7, 9.2, 9.3)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from core.models import JournalEntry, StoredFile
from customers.models import MachineService
from fieldservice import services
from fieldservice.models import ServiceCard
from fieldservice.seals import intact
from tests.factories import NOTICE, World, dispatched, machine, on_site, reported, signed_card, working
from tickets import services as tickets

HOUR = timedelta(hours=1)
AT = NOTICE + 5 * HOUR
TICK = timedelta(microseconds=1)


def sign(world: World, ticket, **given):
    told = {
        "cause_analysis": "密封圈硬化", "result": "运行正常", "customer_signature": True, "actor": world.e1, "now": AT,
        **given,
    }  # fmt: skip
    return services.sign_card(ticket=ticket, **told)


def test_signed_card_completes_the_ticket(world: World) -> None:
    card = sign(world, working(world))

    assert (card.state, card.ticket.state, card.number) == ("signed", "completed", "C2603-0001")
    assert (card.signed_at, card.completed_at, card.engineer) == (AT, AT, world.e1)


def test_journal_tells_it_on_the_ticket_too(world: World) -> None:
    card = sign(world, working(world))

    entry = JournalEntry.objects.get(act="sign_card")
    assert (entry.subject_id, entry.thread_type, entry.thread_id) == (card.pk, "tickets.ticket", card.ticket_id)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"cause_analysis": " "}, {"cause_analysis"}),
        ({"result": ""}, {"result"}),
        ({"training_done": False}, {"training_reason"}),
        ({"customer_signature": False}, {"customer_signature"}),
    ],
    ids=["cause", "result", "R6 training", "R6 signature"],
)
def test_incomplete_card_is_not_signed(world: World, given: dict, missing: set[str]) -> None:
    ticket = working(world)

    with pytest.raises(Incomplete) as refusal:
        sign(world, ticket, **given)
    assert (set(refusal.value.details), ServiceCard.objects.count()) == (missing, 0)
    assert not MachineService.objects.exists()


def test_reason_for_not_training_is_enough(world: World) -> None:
    assert sign(world, working(world), training_done=False, training_reason="用户无人在场").state == "signed"


def test_stamp_is_enough(world: World) -> None:
    assert sign(world, working(world), customer_signature=False, stamped=True).stamped is True


def test_drawn_signature_is_sealed_with_the_card(world: World) -> None:
    ticket = working(world)
    drawn = StoredFile.objects.create(
        subject_type="tickets.ticket", subject_id=ticket.pk, file="private/s.png", name="s.png",
        content_type="image/png", size=9, sha256="ab" * 32, uploaded_at=AT,
    )  # fmt: skip
    card = sign(world, ticket, customer_signature=False, signature=drawn)

    assert (card.customer_signature, intact(ServiceCard.objects.get(pk=card.pk))) == (True, True)
    drawn.sha256 = "cd" * 32
    card.signature = drawn
    assert not intact(card)


@pytest.mark.parametrize("reached_later", [True, False])
def test_r5_site_not_reached_before_needs_a_supplement(world: World, reached_later: bool) -> None:
    ticket = dispatched(world)
    ticket = tickets.resolve_remotely(
        ticket=ticket, reason="电话指导", described_by_user="压力低", actor=world.e1, now=NOTICE + HOUR
    )
    if reached_later:
        ticket = tickets.arrive(ticket=ticket, actor=world.e1, now=NOTICE + 3 * HOUR)
    ticket = tickets.start_work(ticket=ticket, actor=world.e1, now=NOTICE + 4 * HOUR)

    with pytest.raises(Incomplete) as refusal:
        sign(world, ticket)
    assert set(refusal.value.details) == {"site_supplement"}
    assert sign(world, ticket, site_supplement="现场测得唇口磨损0.4毫米").state == "signed"


@pytest.mark.parametrize("who", ["e2", "liaison", "supervisor", "clerk"])
def test_only_the_assigned_engineer_signs(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        sign(world, working(world), actor=world.people[who])


def test_card_is_signed_at_work_and_once(world: World) -> None:
    with pytest.raises(WrongState, match="已到场"):
        sign(world, on_site(world))
    ticket = working(world, serial="P2")
    sign(world, ticket)
    with pytest.raises(WrongState, match="已完工"):
        sign(world, ticket)
    assert ServiceCard.objects.count() == 1


ARRIVED = NOTICE + 3 * HOUR


@pytest.mark.parametrize(
    ("at", "fits"), [(ARRIVED, True), (ARRIVED - TICK, False), (AT, True), (AT + TICK, False)]
)
def test_completion_lies_between_arrival_and_now(world: World, at, fits: bool) -> None:
    ticket = working(world)
    if fits:
        assert sign(world, ticket, completed_at=at).completed_at == at
        return
    with pytest.raises(OutOfRange):
        sign(world, ticket, completed_at=at)


def test_service_enters_the_machines_record_with_its_guarantee(world: World) -> None:
    card = sign(world, working(world))

    row = MachineService.objects.get()
    assert (row.machine, row.engineer, row.in_warranty, row.cause) == (
        world.machines["P1"], world.e1, True, "密封圈硬化",
    )  # fmt: skip
    assert (row.guarantee_until, row.ticket_id, row.completed_at) == (date(2026, 9, 2), card.ticket_id, AT)


def test_service_out_of_warranty_is_not_guaranteed(world: World) -> None:
    machine("P9", world.customers["c1"], "six", date(2025, 1, 10))
    sign(world, working(world, serial="P9"))

    assert MachineService.objects.get().guarantee_until is None


def test_service_of_a_provisional_ticket_finds_its_machine_when_the_serial_is_corrected(world: World) -> None:
    ticket = reported(world, serial="X-404", customer_name="万州船厂", contact="陈工", site_province="重庆市")
    ticket = tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=NOTICE + HOUR)
    ticket = tickets.arrive(ticket=ticket, actor=world.e1, now=NOTICE + 2 * HOUR)
    ticket = tickets.start_work(ticket=ticket, actor=world.e1, now=NOTICE + 3 * HOUR)
    card = sign(world, ticket)
    assert MachineService.objects.get().machine is None

    tickets.correct(ticket=card.ticket, serial="P1", reason="已登记", actor=world.liaison, now=NOTICE + 30 * HOUR)
    row = MachineService.objects.get()
    assert (row.machine, row.in_warranty, row.guarantee_until) == (world.machines["P1"], True, date(2026, 9, 2))


@pytest.mark.parametrize("column", ["cause_analysis", "seal", "completed_at", "customer_signature"])
def test_database_refuses_every_change_of_what_was_signed(world: World, column: str) -> None:
    card = sign(world, working(world))
    value = {"completed_at": NOTICE, "customer_signature": False}.get(column, "x")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ServiceCard.objects.filter(pk=card.pk).update(**{column: value})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ServiceCard.objects.filter(pk=card.pk).delete()


def test_seal_tells_a_changed_card(world: World) -> None:
    card = ServiceCard.objects.get(pk=signed_card(world).pk)
    assert intact(card)

    card.result = "未修复"
    assert not intact(card)


def save(world: World, ticket, **given):
    return services.save_draft(ticket=ticket, **{"actor": world.e1, "now": AT, **given})


def test_draft_is_kept_and_then_signed(world: World) -> None:
    ticket = working(world)
    draft = save(world, ticket, work_done="拆检泵头", cause_analysis="待查")
    save(world, ticket, work_done="拆检泵头，更换密封圈")

    card = sign(world, ticket)
    assert (card.pk, card.number, card.work_done, card.cause_analysis) == (
        draft.pk, draft.number, "拆检泵头，更换密封圈", "密封圈硬化",
    )  # fmt: skip


def test_draft_of_the_one_replaced_is_taken_over(world: World) -> None:
    ticket = working(world)
    save(world, ticket, work_done="拆检泵头")
    # Work is not handed over in this state; the draft of an earlier engineer can only be left from before.
    ServiceCard.objects.update(engineer=world.e2)

    assert sign(world, ticket).engineer == world.e1


def test_draft_is_the_assigned_engineers_and_only_of_known_fields(world: World) -> None:
    ticket = working(world)

    with pytest.raises(NotAllowed):
        save(world, ticket, actor=world.e2)
    with pytest.raises(TypeError):
        save(world, ticket, seal="x")
    with pytest.raises(WrongState):
        save(world, on_site(world, serial="P2"))
