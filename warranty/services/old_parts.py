"""owe_old_parts, exempt_return, return_part: what the new part replaced comes back (clause 9.2d to 9.2f)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core import journal
from core.errors import OutOfRange, TooLate, require
from core.journal import SYSTEM, Actor
from core.money import yuan
from core.numbering import next_number
from core.subjects import Subject
from core.transitions import advance, claim
from core.worktime.table import Listed
from deadlines import services as deadlines
from rulebook.acts import clause_of
from rulebook.limits import Due, due_of
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from rulebook.warnings import warn_at
from tickets.models import Ticket
from warranty.models import ClaimLine, OldPart
from warranty.selectors.old_parts import last_lot
from warranty.services.bags import Used
from warranty.services.old_part_notices import tell_of_late_return, tell_what_is_owed
from warranty.states import OldPartState

KIND, EVENT, PREFIX = "old_part", "old_part.overdue", "O"


@transaction.atomic
def owe_old_parts(
    *, ticket: Ticket, used: Iterable[Used], completed_at: datetime, actor: Actor, now: datetime
) -> list[OldPart]:
    """A step of sign_card (9.2d): what was built in leaves an old part, owed by whoever received the new one.

    By the version in force at the completion. Where its condition does not hold (export, 9.2e) the part is exempt at
    once. The handlers are told what they owe and until when.
    """
    version, export = in_force(now=completed_at), is_export(ticket)
    due = due_of(version.book, KIND, start=completed_at, facts={"machine.export": export}, days=Listed())
    rows = [_owe(one, ticket, completed_at, due, now=now) for one in used]
    for row in rows:
        _begin(row, version, due, export=export, actor=actor, now=now)
    tell_what_is_owed([row for row in rows if due], now=now)
    return rows


def is_export(ticket: Ticket) -> bool:
    """Whether the machine was sold abroad; one not on file is taken as sold at home."""
    return bool(ticket.machine and ticket.machine.customer.export)


def _owe(used: Used, ticket: Ticket, completed_at: datetime, due: Due | None, *, now: datetime) -> OldPart:
    line = ClaimLine.objects.select_related("claim__engineer").get(claim=used.claim, part=used.part)
    handler = line.claim.engineer
    if handler is None:
        raise ValueError("parts are used of claims that somebody received")
    return OldPart.objects.create(
        number=next_number(PREFIX, now=now), claim=used.claim, ticket=ticket, part=used.part, quantity=used.quantity,
        lot=last_lot(used.claim, used.part) + 1, handler=handler, owed_since=completed_at,
        slip_price=yuan(line.price) * used.quantity, ex_works_price=yuan(used.part.ex_works_price) * used.quantity,
        due_at=due.at if due else None,
    )  # fmt: skip


def _begin(
    row: OldPart, version: RulebookVersion, due: Due | None, *, export: bool, actor: Actor, now: datetime
) -> None:
    data = {"part": str(row.part), "quantity": row.quantity, "claim": row.claim.number, "slip_price": row.slip_price,
            "ex_works_price": row.ex_works_price, "due": due and due.at}  # fmt: skip
    clause = due.clause if due else clause_of(version.book, "exempt_return")
    journal.record(row, "owe_old_part", actor=actor, now=now, clause=clause, data=data, thread=row.ticket)
    if due is None:
        reason = _("出口产品") if export else _("制度没有要求返回旧件")
        advance(row, "exempt", by=None, at=now, why=reason, actor=SYSTEM, now=now, act="exempt_return",
                reason=reason, clause=clause, thread=row.ticket)  # fmt: skip
        return
    start = row.owed_since
    formula = {"start": start.isoformat(), "text": due.formula, "clause": due.clause, "due": due.at.isoformat()}
    deadlines.start(
        kind=KIND, event=EVENT, subject=Subject.of(row), occurrence="", clause=due.clause, version=version,
        person=row.handler, facts=facts_of(row), formula=formula, start_at=start, due_at=due.at,
        warn_at=due.warn_at or warn_at(start, due.at, None), actor=actor, now=now,
    )  # fmt: skip


def facts_of(row: OldPart) -> dict[str, Any]:
    """All that judging an old part needs, as flat facts of the event registry; amounts as decimal text."""
    return {
        "title": _("旧件 %(number)s %(part)s") % {"number": row.number, "part": row.part}, "item": row.pk,
        "incident.person": row.handler_id, "part.handler": row.handler_id, "part.slip_price": str(row.slip_price),
        "part.ex_works_price": str(row.ex_works_price),
        "part.assessed_loss": None if row.assessed_loss is None else str(row.assessed_loss),
        "machine.export": is_export(row.ticket),
    }  # fmt: skip


@transaction.atomic
def disown_old_parts(*, taken_back: Iterable[Used], actor: Actor, now: datetime) -> None:
    """A step of sign_card when a card is amended: what was not built in left no old part behind.

    Only of what is still owed or exempt, and before the due time: what came back or fell due needs a decision.
    """
    for one in taken_back:
        rows = OldPart.objects.filter(claim=one.claim, part=one.part)
        owed = [claim(row, "exempt") for row in rows.filter(state=OldPartState.OWED).order_by("-lot")]
        exempt = sum(rows.filter(state=OldPartState.EXEMPT).values_list("quantity", flat=True))
        wanted = max(0, one.quantity - exempt)
        if sum(row.quantity for row in owed) < wanted or any(row.due_at and row.due_at < now for row in owed):
            raise TooLate(_("%(part)s 的旧件已返回或已到期，用量不能再改少；请与旧件管理人员核对") % {"part": one.part})
        for row in owed:
            wanted -= _disown(row, wanted, actor=actor, now=now)


def _disown(row: OldPart, wanted: int, *, actor: Actor, now: datetime) -> int:
    """Exempt up to `wanted` of a row; how many it was."""
    count = min(row.quantity, wanted)
    if not count:
        return 0
    gone = row if count == row.quantity else _split(row, count, actor=actor, now=now)
    if gone is row:
        deadlines.end(**_key(row), at=now, actor=actor, now=now)
    why = _("服务卡已修订：实际没有更换")
    _advance(gone, "exempt", "exempt_return", actor=SYSTEM, now=now, reason=why, why=why)
    return count


@transaction.atomic
def exempt_return(*, part: OldPart, reason: str, actor: Actor, now: datetime) -> OldPart:
    """9.2e: confirmed before the due time that nothing need come back; after it the debit stands until revoked."""
    authorize(actor, "exempt_return", now=now)
    refuse_own_case(actor, part.handler, now=now, roles=[Role.QUALITY_SERVICE_SUPERVISOR])
    row = claim(part, "exempt")
    if row.due_at and row.due_at < now:
        raise TooLate(_("返回期限已过，不能再免返；已挂账的由裁决人撤销（9.2）"))
    require(reason=(reason, _("免返理由")))
    deadlines.end(**_key(row), at=now, actor=actor, now=now)
    return _advance(row, "exempt", "exempt_return", actor=actor, now=now, reason=reason, why=reason)


@transaction.atomic
def return_part(*, part: OldPart, actor: Actor, now: datetime, quantity: int | None = None) -> OldPart:
    """9.2d: the old part is here, late or not; what is missing of its quantity stays owed. Returns what came back.

    Exactly at the due instant is in time. A debit stays, also when the part comes later: only a decision reverses it.
    """
    authorize(actor, "return_part", now=now)
    row = claim(part, "come_back")
    came = row.quantity if quantity is None else quantity
    if not 1 <= came <= row.quantity:
        told = {"most": row.quantity}
        raise OutOfRange(_("数量须在 1 到 %(most)d 之间") % told, details={"quantity": _("最多 %(most)d 件") % told})
    if came < row.quantity:
        row = _split(row, came, actor=actor, now=now)
    else:
        deadlines.stop(**_key(row), at=now, actor=actor, now=now)
    _advance(row, "come_back", "return_part", actor=actor, now=now)
    tell_of_late_return(row, now=now)
    return row


def _split(row: OldPart, came: int, *, actor: Actor, now: datetime) -> OldPart:
    """The lot that came back as a row of its own; what had fallen due before stays due for the whole."""
    slip, ex_works = (yuan(price * came / row.quantity) for price in (row.slip_price, row.ex_works_price))
    lot = OldPart.objects.create(
        number=next_number(PREFIX, now=now), claim=row.claim, ticket=row.ticket, part=row.part, quantity=came,
        lot=last_lot(row.claim, row.part) + 1, handler=row.handler, slip_price=slip, ex_works_price=ex_works,
        owed_since=row.owed_since, due_at=row.due_at,
    )  # fmt: skip
    row.quantity, row.slip_price, row.ex_works_price = (
        row.quantity - came, row.slip_price - slip, row.ex_works_price - ex_works,
    )  # fmt: skip
    row.save(update_fields=["quantity", "slip_price", "ex_works_price"])
    data = {"quantity": came, "left": row.quantity, "lot": lot.number}
    journal.record(row, "split_old_part", actor=actor, now=now, data=data, thread=row.ticket)
    deadlines.reassign(**_key(row), person=row.handler, facts=facts_of(row), actor=actor, now=now)
    return lot


def _advance(row: OldPart, name: str, act: str, *, actor: Actor, now: datetime, **given: Any) -> OldPart:
    clause = clause_of(in_force(now=now).book, act)
    return advance(
        row, name, act=act, actor=actor, now=now, clause=clause, thread=row.ticket, by=actor.pk, at=now, **given
    )


def _key(row: OldPart) -> dict[str, Any]:
    return {"kind": KIND, "subject": Subject.of(row), "occurrence": ""}
