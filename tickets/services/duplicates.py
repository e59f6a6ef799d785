"""report_duplicate: somebody calls a second time about what is already being dealt with (6.1)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.journal import Actor
from tickets.models import Ticket
from tickets.services.ending import link_duplicate
from tickets.services.intake import report_fault


@transaction.atomic
def report_duplicate(*, original: Ticket, actor: Actor, now: datetime, **told: Any) -> Ticket:
    """File the call by `report_fault` and link it to `original` at once: nothing is lost, nobody is sent twice.

    Both acts check and tell for themselves; where the second is refused the first never happened.
    """
    ticket = report_fault(actor=actor, now=now, **told)
    return link_duplicate(ticket=ticket, original=original, actor=actor, now=now)
