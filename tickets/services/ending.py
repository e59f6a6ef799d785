"""cancel, link_duplicate: a ticket that nobody needs to come for (6.1, B.1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import OutOfRange, require
from core.journal import Actor
from tickets.models import Ticket
from tickets.services.assignment import end_assignment
from tickets.services.clock import end_clock
from tickets.services.door import advance, begin
from tickets.services.telling import tell_engineer
from tickets.states import TicketState


@transaction.atomic
def cancel(*, ticket: Ticket, reason: str, actor: Actor, now: datetime) -> Ticket:
    """The user no longer needs us. The clock ends; a due instant that has passed stays missed (6.2b)."""
    ticket = begin(ticket, "cancel", actor=actor, now=now)
    require(reason=(reason, _("取消原因")))
    return _cancel(ticket, "cancel", reason=reason, actor=actor, now=now)


@transaction.atomic
def link_duplicate(
    *, ticket: Ticket, original: Ticket, actor: Actor, now: datetime, reason: str = ""
) -> Ticket:
    """The same fault was reported twice: this one is cancelled and points at `original`; nothing is deleted (6.1)."""
    ticket = begin(ticket, "link_duplicate", actor=actor, now=now, transition="cancel")
    if original.pk == ticket.pk:
        raise OutOfRange(_("不能与自身关联，请选择另一张工单"))
    # Read anew: the page may have shown the original before it was cancelled or linked itself.
    original = Ticket.objects.get(pk=original.pk)
    if original.state == TicketState.CANCELLED:
        raise OutOfRange(_("工单 %(number)s 已取消，请选择仍在处理的工单") % {"number": original.number})
    return _cancel(ticket, "link_duplicate", reason=reason, actor=actor, now=now, original=original)


def _cancel(
    ticket: Ticket, act: str, *, reason: str, actor: Actor, now: datetime, original: Ticket | None = None
) -> Ticket:
    engineer = ticket.engineer
    end_clock(ticket, actor=actor, now=now)
    end_assignment(ticket, now=now)
    advance(
        ticket, "cancel", at=now, duplicate_of=original, actor=actor, now=now, act=act, reason=reason,
        data={"original": original.number} if original else None,
    )  # fmt: skip
    title = _("工单 %(number)s 已取消，无需前往") % {"number": ticket.number}
    tell_engineer(ticket, "cancelled", title, text=reason, engineer=engineer, now=now)
    return ticket
