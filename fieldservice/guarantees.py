"""Until when a repair is guaranteed (9.2i), as the card promises it and the machine's record keeps it."""

from datetime import date, datetime

from core.clock import local_day
from rulebook import coverage
from tickets import services as tickets
from tickets.models import Ticket


def guarantee_of(ticket: Ticket, completed_at: datetime) -> date | None:
    """The last day on which a repair of `ticket` that was completed then is guaranteed; None where it is not."""
    facts = tickets.guarantee_facts(ticket, ticket.machine)
    return coverage.guarantee_until(ticket.version.book, facts, completed_on=local_day(completed_at))
