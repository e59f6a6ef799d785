"""A spring of service and judgement, by the product's own acts: what the figures of it are is told by the tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from core.subjects import Subject
from deadlines import services as deadlines
from judgement.models import Proposal
from judgement.selectors import proposals
from penalties import services as penalties
from scenarios.evidence import papers
from tests import factories
from tests.factories import NOTICE, World, moment
from tickets import services as tickets
from tickets.models import Complaint, FollowUpCall, Ticket
from tickets.public.models import Rating

DAY = timedelta(days=1)
NIGHT, EXCUSE = moment("2026-03-31 13:00:00"), moment("2026-03-20 08:00:00")
DECIDED, APPEALED = moment("2026-04-08 09:00:00"), moment("2026-04-09 09:00:00")


def arrivals(world: World) -> tuple[Ticket, Ticket, Ticket]:
    """Zhang is in time in March and late on 1 April at 01:00; Wang's lateness in Sichuan in March is excused."""
    kept = factories.on_site(world, at=NOTICE, engineer=world.e1)
    excused = factories.dispatched(world, at=EXCUSE, serial="P2", engineer=world.e2)
    deadlines.sweep(now=EXCUSE + 2 * DAY + timedelta(seconds=1))
    proof = penalties.file_proof(
        ticket=excused, reason="暴雨封路", documents=papers(1), actor=world.e2, now=EXCUSE + 3 * DAY
    )
    penalties.decide_proof(proof=proof, accept=True, reason="属实", actor=world.head, now=EXCUSE + 4 * DAY)
    late = factories.dispatched(world, at=NIGHT, engineer=world.e1)
    deadlines.sweep(now=NIGHT + DAY)
    return kept, late, excused


def complaint(world: World, at: datetime, person: str = "e1") -> Complaint:
    filed = tickets.file_complaint(
        addressee="tech_quality", persons=[world.people[person]], content="服务拖沓", actor=world.liaison, now=at
    )
    return tickets.verify_complaint(complaint=filed, service_caused=True, actor=world.head, now=at + DAY)


def chosen(world: World, at: datetime, amount: str, by: str = "head", person: str = "e1") -> Proposal:
    """9.12: between 100 and 500 yuan for a complaint about `person`, chosen two days after it."""
    proposal = proposals(of=Subject.of(complaint(world, at, person)), person=world.people[person]).get()
    return penalties.confirm_penalty(
        proposal=proposal, amount=Decimal(amount), actor=world.people[by], now=at + 2 * DAY
    )


def decisions(world: World) -> None:
    """Amounts of 9.12 in March: 500, 100 and 300 of the head, 300 of the manager, who decides of independent offices.

    Zhang's 300 fall on appeal.
    """
    march = moment("2026-03-04 09:00:00")
    chosen(world, march, "500.00")
    chosen(world, march + DAY, "100.00", person="e2")
    chosen(world, march + 2 * DAY, "300.00", by="gm", person="e3")
    fallen = chosen(world, march + 20 * DAY, "300.00")
    appeal = penalties.file_appeal(proposal=fallen, reason="认错人", actor=world.e1, now=march + 25 * DAY)
    penalties.decide_appeal(appeal=appeal, uphold=False, reason="证据不足", actor=world.gm, now=march + 26 * DAY)


def opinions(world: World, tickets_: Sequence[Ticket]) -> None:
    """Stars in April: five for Zhang, two for Wang; calls of March: solved, unsolved, nobody."""
    for ticket, engineer, stars in zip(tickets_, (world.e1, world.e2), (5, 2), strict=False):
        Rating.objects.create(ticket=ticket, stars=stars, engineer=engineer, at=DECIDED)
    for outcome in ("solved", "unsolved", "no_answer"):
        FollowUpCall.objects.create(
            ticket=tickets_[0], cycle=1, outcome=outcome, caller=world.liaison, at=NOTICE + 5 * DAY
        )
