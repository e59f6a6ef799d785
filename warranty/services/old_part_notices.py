"""Whom the old parts concern: the handler of what he owes, the decider of what came after its debit."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import local_day
from core.subjects import Subject
from judgement.selectors import proposals
from judgement.states import COUNTED, ProposalState
from notifications.services import Message, notify_many
from warranty.models import OldPart
from warranty.selectors.old_parts import lots_of


def tell_what_is_owed(rows: Sequence[OldPart], *, now: datetime) -> None:
    """One notice a handler: what to bring back, until when, and what it costs otherwise."""
    owed: dict[int, list[OldPart]] = defaultdict(list)
    for row in rows:
        owed[row.handler_id].append(row)
    notify_many([_owed(theirs) for theirs in owed.values()], now=now)


def _owed(rows: Sequence[OldPart]) -> Message:
    first = rows[0]
    told = {"count": sum(row.quantity for row in rows), "ticket": first.ticket.number, "due": last_day(first)}
    title = _("工单 %(ticket)s 换下的 %(count)d 件旧件，请在 %(due)s 24:00 前返回") % told
    text = "；".join(_line(row) for row in rows)
    url = reverse("warranty:drop_off")
    return Message("old_parts_owed", title, Subject.of(first.ticket), text, url, [first.handler])


def _line(row: OldPart) -> str:
    told = {"part": row.part, "quantity": row.quantity, "price": f"{row.slip_price:,}"}
    return _("%(part)s × %(quantity)d，逾期挂账 %(price)s 元") % told


def last_day(row: OldPart) -> str:
    """The local day at whose end the part is due."""
    return local_day(row.due_at).isoformat() if row.due_at else ""


def tell_of_late_return(row: OldPart, *, now: datetime) -> None:
    """What was debited for a part that has now come back may be reversed, by its decider only (9.2f)."""
    if row.due_at is None or now <= row.due_at:
        return
    known = [entry for lot in lots_of(row) for entry in proposals(of=Subject.of(lot))]
    standing = [entry for entry in known if entry.state in (ProposalState.PROPOSED, *COUNTED)]
    told = {"number": row.number, "part": row.part, "name": row.handler.name}
    title = _("旧件 %(number)s %(part)s 已逾期返回，%(name)s的挂账是否撤销请裁定") % told
    notify_many(
        [Message("old_part_late", title, Subject.of(entry), url=f"/admin/judgement/proposal/{entry.pk}/",
                 roles=[entry.decider_role]) for entry in standing], now=now,
    )  # fmt: skip
