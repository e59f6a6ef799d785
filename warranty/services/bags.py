"""The engineer's bag: parts that a claim brought, used with the card or given back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import journal
from core.errors import NotAllowed, OutOfRange
from core.journal import Actor
from core.transitions import lock
from tickets.models import Ticket
from warranty.models import Claim, Part, Warehouse
from warranty.selectors import stock as selectors
from warranty.selectors.claims import received_of
from warranty.services.stock import Change, move
from warranty.states import MovementKind


@dataclass(frozen=True)
class Used:
    """What of one line of a claim went into the machine: of this the old part is owed."""

    claim: Claim
    part: Part
    quantity: int


# How many of a part of a claim, by their keys.
Counts = Mapping[tuple[int, int], int]


@transaction.atomic
def use_parts(*, ticket: Ticket, actor: Actor, now: datetime, counts: Counts | None = None) -> list[Used]:
    """A step of sign_card (6.11): what of the claims' parts in a bag was built in; all of them unless told.

    Taken from the bag of whoever received it, also where another engineer finished the work. Raises OutOfRange where
    a bag holds fewer. Without `counts` a second call finds nothing and changes nothing.
    """
    claims = [lock(claim) for claim in received_of(ticket)]
    return [used for claim in claims for used in _use(claim, counts, actor=actor, now=now)]


def _use(claim: Claim, counts: Counts | None, *, actor: Actor, now: datetime) -> list[Used]:
    holder, left = claim.engineer, selectors.in_bag(claim)
    wanted = left if counts is None else {part: n for (key, part), n in counts.items() if key == claim.pk and n}
    if holder is None or not wanted:
        return []
    used = [Used(claim, part, wanted[part.pk]) for part in selectors.parts(wanted)]
    for one in used:
        _refuse_more(one.part, one.quantity, left)
    moves = [Change(one.part, holder, -one.quantity) for one in used]
    move(moves, kind=MovementKind.USE, paper=claim, actor=actor, now=now)
    return used


@transaction.atomic
def unuse_parts(*, ticket: Ticket, counts: Counts, actor: Actor, now: datetime) -> list[Used]:
    """A step of sign_card when a card is amended: what was not built in after all lies in the bag again.

    The caller has made sure that no more is taken back than the card before told.
    """
    back = []
    for claim in [lock(claim) for claim in received_of(ticket)]:
        mine = {part: n for (key, part), n in counts.items() if key == claim.pk and n}
        holder = claim.engineer
        if holder is None or not mine:
            continue
        rows = [Used(claim, part, mine[part.pk]) for part in selectors.parts(mine)]
        moves = [Change(one.part, holder, one.quantity) for one in rows]
        move(moves, kind=MovementKind.USE, paper=claim, actor=actor, now=now, note=_("服务卡修订"))
        back += rows
    return back


@transaction.atomic
def give_back_parts(
    *, claim: Claim, part: Part, quantity: int, warehouse: Warehouse, actor: Actor, now: datetime
) -> None:
    """New parts that were not used go back from the bag to a warehouse: two rows in one transaction."""
    authorize(actor, "give_back_parts", now=now)
    # Two of one claim, or one beside the signing of its card, come one after the other.
    claim = lock(claim)
    if not isinstance(actor, Person) or claim.engineer_id != actor.pk:
        raise NotAllowed(_("只能退回本人收到的配件"))
    _refuse_more(part, quantity, selectors.in_bag(claim))
    moves = [Change(part, actor, -quantity), Change(part, warehouse, quantity)]
    move(moves, kind=MovementKind.GIVE_BACK, paper=claim, actor=actor, now=now)
    data = {"part": part.code, "quantity": quantity, "warehouse": warehouse.code}
    journal.record(claim, "give_back_parts", actor=actor, now=now, data=data, thread=claim.ticket)


def _refuse_more(part: Part, quantity: int, left: Mapping[int, int]) -> None:
    most = left.get(part.pk, 0)
    if not 1 <= quantity <= most:
        told = {"part": part, "most": most}
        raise OutOfRange(
            _("%(part)s：这张三包单在您包里还有 %(most)d 件，退回数量须在 1 到该数之间") % told,
            details={"quantity": _("最多 %d 件") % most},
        )
