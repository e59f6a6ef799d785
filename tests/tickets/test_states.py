"""The state machine of regulation B.1, and what the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories import NOTICE, World, dispatched, on_site, reported, to_call
from tickets import services
from tickets.models import Appointment, Arrival, Assignment, FollowUpCall, Instruction, RemoteSolution, Ticket
from tickets.states import COLOURS, FINAL, OPEN, TicketState

# Regulation B.1, the transitions that change the state: (from, to).
B1 = {
    "dispatch": {
        ("reported", "dispatched"), ("dispatched", "dispatched"), ("on_site", "dispatched"),
        ("diagnosed", "dispatched"), ("handed_to_office", "dispatched"),
    },
    "decline": {("dispatched", "reported")},
    "resolve_remotely": {("dispatched", "diagnosed")},
    "arrive": {("dispatched", "on_site"), ("diagnosed", "on_site")},
    "diagnose": {("dispatched", "diagnosed"), ("on_site", "diagnosed")},
    "start_work": {("on_site", "working"), ("diagnosed", "working")},
    "complete": {("working", "completed")},
    "receive": {("completed", "follow_up")},
    "close": {("follow_up", "closed")},
    "reopen": {("follow_up", "reported")},
    "close_unreachable": {("follow_up", "closed_unreachable")},
    "cancel": {("reported", "cancelled"), ("dispatched", "cancelled")},
    "hand_to_office": {("reported", "handed_to_office")},
    "office_done": {("handed_to_office", "follow_up")},
}  # fmt: skip


def test_machine_is_the_regulations() -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for step in Ticket().get_all_state_transitions():
        if step.target is not None:
            found.setdefault(step.name, set()).add((str(step.source), str(step.target)))

    assert found == B1


def test_every_state_has_a_colour_and_is_open_or_final() -> None:
    assert set(COLOURS) == set(TicketState.values)
    assert set(OPEN) | set(FINAL) == set(TicketState)


def test_state_is_not_assigned_by_hand(world: World) -> None:
    with pytest.raises(AttributeError):
        reported(world).state = "closed"


@pytest.mark.parametrize(
    "broken",
    [
        {"cycle": 0},
        {"state": "asleep"},
        {"state": "dispatched"},
        {"state": "closed"},
        {"closed_at": NOTICE},
        {"state": "handed_to_office"},
        {"in_warranty": True, "free": False},
        {"in_warranty": True, "warranty_ends": None},
        {"engineer": 1, "state": "on_site"},
    ],
    ids=str,
)
def test_database_refuses_a_ticket_that_cannot_be(world: World, broken: dict) -> None:
    ticket = reported(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**broken)


def test_database_knows_one_engineer_at_a_time(world: World) -> None:
    ticket = dispatched(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(ticket=ticket, cycle=1, engineer=world.e2, since=NOTICE)


def test_what_was_received_or_said_stays_as_it_was_written(world: World) -> None:
    on_site(world)
    services.follow_up(ticket=to_call(world), outcome="no_answer", actor=world.liaison, now=NOTICE)
    services.instruct(ticket=reported(world), text="同意", actor=world.head, now=NOTICE)
    ticket = dispatched(world)
    services.appoint(
        ticket=ticket, visit_at=NOTICE.replace(hour=12), work="检查", place="车间", actor=world.e1, now=NOTICE
    )
    services.resolve_remotely(
        ticket=ticket, reason="指导", described_by_user="好了", actor=world.e1, now=NOTICE.replace(hour=9)
    )

    for model in (Arrival, FollowUpCall, Instruction, Appointment, RemoteSolution):
        assert model.objects.exists()
        for change in (lambda rows: rows.update(cycle=9), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change(model.objects.all())
