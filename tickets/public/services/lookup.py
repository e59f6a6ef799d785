"""Number and last digits of the telephone instead of the link: few tries, one answer for each miss (S16)."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import transitions
from core.errors import ActError
from core.journal import CUSTOMER
from tickets.models import Ticket
from tickets.public.models import StatusLink
from tickets.public.selectors import alive
from tickets.public.services import limits
from tickets.services.status_links import current_link, new_link

TAIL = re.compile(r"[0-9]{4}")
LONGEST_NUMBER = 20


class NoMatch(ActError):
    """Wrong number, wrong digits, too old or withdrawn: nobody learns which."""

    code = "not_found"
    status = 404
    message = _("没有找到匹配的工单。请核对工单号和报修电话的后四位。")


def look_up(*, number: str, tail: str, address: str, now: datetime) -> StatusLink:
    """The link of the ticket that both tell; NoMatch otherwise, TooMany after a few tries.

    Besides the address and the number all wrong tries count together: a thousand addresses guess no faster.
    """
    wanted = number.strip().upper()[:LONGEST_NUMBER]
    limits.refuse_beyond(limits.WRONG_LOOKUPS, "all", now=now)
    limits.pass_or_flag(limits.LOOKUPS, {"lookup_address": address, "lookup_number": wanted}, now=now)
    link = _found(wanted, tail.strip(), now=now)
    if link is None:
        limits.hit(limits.WRONG_LOOKUPS, "all", now=now)
        raise NoMatch
    return link


@transaction.atomic
def _found(number: str, tail: str, *, now: datetime) -> StatusLink | None:
    if not TAIL.fullmatch(tail):
        return None
    ticket = Ticket.objects.filter(number=number, phone__endswith=tail).first()
    if ticket is None or not alive(ticket, now=now):
        return None
    transitions.lock(ticket)
    link = current_link(ticket)
    if link is not None:
        return link
    # One that the desk has withdrawn does not come back by another door.
    withdrawn = StatusLink.objects.filter(ticket=ticket).exists()
    return None if withdrawn else new_link(ticket=ticket, actor=CUSTOMER, now=now)
