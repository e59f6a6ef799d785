"""Old parts of the tests: a claim received, its parts built in and the card signed, all through the services."""

from datetime import datetime, timedelta
from typing import Any

from fieldservice import services as fieldservice
from tests.factories import World, moment
from tests.warranty import store
from tickets import services as tickets
from warranty.models import OldPart

COMPLETED = moment("2026-03-05 11:00:00")
# Thirty days after the completion, its day not counted.
DUE = moment("2026-04-04 23:59:59.999999")
RETURNED = moment("2026-03-15 10:00:00")


def owed(world: World, *lines: tuple[str, int], completed: datetime = COMPLETED, **given: Any) -> list[OldPart]:
    """What Zhang Wei owes after he built in `lines` (a motor) of a claim and signed the card."""
    if not store.Part.objects.exists():
        store.departments(world)
        store.stocked(100)
    claim = store.received(world, *(lines or (("motor", 1),)), **given)
    ticket = claim.ticket
    ticket = tickets.start_work(ticket=ticket, actor=ticket.engineer, now=completed - timedelta(hours=1))
    fieldservice.sign_card(
        ticket=ticket, cause_analysis="电机绕组烧毁", result="运行正常", stamped=True, actor=ticket.engineer, now=completed
    )
    return list(OldPart.objects.filter(claim=claim).order_by("pk"))


def one(world: World, *lines: tuple[str, int], **given: Any) -> OldPart:
    (part,) = owed(world, *lines, **given)
    return part


def fresh(part: OldPart) -> OldPart:
    return OldPart.objects.get(pk=part.pk)
