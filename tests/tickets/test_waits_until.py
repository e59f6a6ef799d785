"""The column by which queues are sorted says what the limits say, whatever act moved them."""

from datetime import timedelta

from django.db.models import Min

from deadlines.models import Deadline
from tests import factories
from tests.factories import NOTICE, World
from tickets import services
from tickets.models import Ticket
from tickets.waits import NEVER


def truth(ticket: Ticket) -> object:
    rows = Deadline.objects.filter(
        subject_type="tickets.ticket", subject_id=ticket.pk, stopped_at=None, ended_at=None, superseded_at=None
    )
    return rows.aggregate(first=Min("due_at"))["first"] or NEVER


def kept(ticket: Ticket) -> object:
    return Ticket.objects.values_list("waits_until", flat=True).get(pk=ticket.pk)


def test_report_tells_the_arrival_limit(world: World) -> None:
    ticket = factories.reported(world)

    assert kept(ticket) == truth(ticket) == NOTICE + timedelta(hours=12)


def test_dispatch_saves_an_old_row_and_leaves_it(world: World) -> None:
    ticket = factories.dispatched(world)

    assert kept(ticket) == truth(ticket) == NOTICE + timedelta(hours=12)


def test_arrival_waits_for_nothing(world: World) -> None:
    assert kept(factories.on_site(world)) == NEVER


def test_call_is_waited_for_and_then_nothing(world: World) -> None:
    ticket = factories.to_call(world)
    waiting = kept(ticket)
    services.follow_up(ticket=ticket, outcome="solved", actor=world.liaison, now=NOTICE + timedelta(hours=30))

    assert waiting != NEVER
    assert kept(ticket) == truth(ticket) == NEVER


def test_second_round_starts_the_arrival_limit_anew(world: World) -> None:
    ticket = factories.to_call(world)
    at = NOTICE + timedelta(hours=30)
    services.follow_up(ticket=ticket, outcome="unsolved", actor=world.liaison, now=at)

    assert kept(ticket) == truth(ticket) == at + timedelta(hours=12)


def test_corrected_notice_moves_it(world: World) -> None:
    ticket = factories.reported(world)
    earlier = NOTICE - timedelta(hours=2)
    services.correct(
        ticket=ticket, reason="用户上午已来电", notified_at=earlier, actor=world.liaison, now=NOTICE + timedelta(hours=1)
    )

    assert kept(ticket) == truth(ticket) == earlier + timedelta(hours=12)


def test_cancelled_ticket_waits_for_nothing(world: World) -> None:
    ticket = factories.reported(world)
    services.cancel(ticket=ticket, reason="用户自行解决", actor=world.supervisor, now=NOTICE + timedelta(hours=1))

    assert kept(ticket) == NEVER
