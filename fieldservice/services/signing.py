"""sign_card: the customer puts his name under the work (clauses 6.11, 7.2 to 7.7, 9.2, 9.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core.device import DeviceClaim
from core.errors import OutOfRange
from core.journal import Actor
from core.models import StoredFile
from core.transitions import advance
from customers.services import record_service
from fieldservice import parts_used, seals
from fieldservice.completion import Completion, completion_of
from fieldservice.guarantees import guarantee_of
from fieldservice.models import ServiceCard
from fieldservice.parts_used import PartLine
from fieldservice.services.amending import supersede
from fieldservice.services.completeness import check_complete
from fieldservice.services.drafts import draft_of, fill, ready
from rulebook.acts import clause_of
from tickets import services as tickets
from tickets.models import Ticket
from warranty import services as warranty


@transaction.atomic
def sign_card(
    *, ticket: Ticket, cause_analysis: str, result: str, actor: Actor, now: datetime, work_done: str = "",
    cause: str = "", conduct: Mapping[str, Any] | None = None, parts: Sequence[Mapping[str, Any]] | None = None,
    training_done: bool = True, training_reason: str = "", cleaned_up: bool = True, site_supplement: str = "",
    customer_signature: bool = False, stamped: bool = False, signature: StoredFile | None = None,
    stamp: StoredFile | None = None, strokes: str = "", signer_name: str = "", completed_at: datetime | None = None,
    on_phone: bool = False, device: DeviceClaim | None = None,
) -> ServiceCard:  # fmt: skip
    """Seal the card with the customer's signature or stamp: the ticket is completed and the machine's history grows.

    What was built in (`parts`, by default all that the bag held) leaves old parts to be brought back (9.2d). Of an
    amendment the revision before is superseded, and only the difference is booked; the completion stays.

    Everything missing is named at once: cause, result, training (or why not), the supplement where the site was not
    reached before (9.3f); on the phone also what the book asks there. `signature` is the drawn image with its
    `strokes`, `customer_signature` alone says that the customer signed on paper, `stamp` is the photographed stamp.
    """
    authorize(actor, "sign_card", now=now)
    locked = ready(ticket, actor)
    card = draft_of(locked, actor, now=now)
    fill(card, {
        "cause_analysis": cause_analysis, "result": result, "training_done": training_done,
        "cause": cause or card.cause, "training_reason": training_reason,
        "cleaned_up": cleaned_up, "site_supplement": site_supplement,
        "signer_name": signer_name, "stamped": stamped or stamp is not None, "signature": signature, "stamp": stamp,
        "customer_signature": customer_signature or signature is not None, "work_done": work_done or card.work_done,
        "strokes": strokes, "on_phone": on_phone, "conduct": card.conduct if conduct is None else dict(conduct),
    })  # fmt: skip
    lines = parts_used.lines_for(locked, card, parts)
    check_complete(card)
    parts_used.refuse_more_than_there(lines)
    _seal(card, lines, _completion(card, completed_at, device, now=now), actor=actor, now=now)
    _book(card, lines, actor=actor, now=now)
    return card


def _seal(
    card: ServiceCard, lines: Sequence[PartLine], done: Completion, *, actor: Actor, now: datetime
) -> None:
    card.parts = [line.told() for line in lines]
    card.completed_at, card.claimed_completed_at, card.claim_age_ms = done
    card.signed_at = card.saved_at = now
    card.seal_version = seals.VERSION
    if card.amends_id:
        supersede(card, actor=actor, now=now)
    told = {"claimed": done.claimed, "age_ms": done.age_ms} if done.claimed else {}
    advance(
        card, "sign", signed_at=now, completed_at=done.at, seal=seals.seal_of(card), actor=actor, now=now,
        act="sign_card", clause=clause_of(card.ticket.version.book, "sign_card"), thread=card.ticket,
        data={"revision": card.revision, "seal": card.seal, **told},
    )  # fmt: skip


def _book(card: ServiceCard, lines: Sequence[PartLine], *, actor: Actor, now: datetime) -> None:
    """What follows: the machine's record, the bag, old parts, the ticket; of an amendment the difference."""
    ticket, more, less = card.ticket, *parts_used.changes(lines)
    if card.amends_id:
        back = warranty.unuse_parts(ticket=ticket, counts=less, actor=actor, now=now)
        warranty.disown_old_parts(taken_back=back, actor=actor, now=now)
    else:
        _write_history(ticket, card, card.done_at)
    used = warranty.use_parts(ticket=ticket, counts=more, actor=actor, now=now)
    # What an amendment adds is owed from now on: nobody is late with what he has just told.
    since = now if card.amends_id else card.done_at
    warranty.owe_old_parts(ticket=ticket, used=used, completed_at=since, actor=actor, now=now)
    if not card.amends_id:
        card.ticket = tickets.complete(ticket=ticket, actor=actor, now=now)


def _completion(
    card: ServiceCard, completed_at: datetime | None, device: DeviceClaim | None, *, now: datetime
) -> Completion:
    if card.amends is not None:
        return Completion(card.amends.done_at, card.claimed_completed_at, card.claim_age_ms)
    earliest = card.ticket.arrived_at or card.ticket.cycle_from
    if completed_at is None:
        return completion_of(device, earliest=earliest, now=now)
    if completed_at > now:
        raise OutOfRange(_("完工时间不能晚于现在"), details={"completed_at": _("不能晚于现在")})
    if completed_at < earliest:
        raise OutOfRange(_("完工时间早于到场时间，请核对"), details={"completed_at": _("早于到场")})
    return Completion(completed_at)


def _write_history(ticket: Ticket, card: ServiceCard, completed_at: datetime) -> None:
    """9.2i: the service counts for the machine, with its guarantee; a provisional ticket finds its machine later."""
    record_service(
        machine=ticket.machine, completed_at=completed_at, engineer=card.engineer,
        in_warranty=ticket.in_warranty, guarantee_until=guarantee_of(ticket, completed_at), ticket_id=ticket.pk,
        ticket_number=ticket.number, fault=ticket.fault, cause=card.cause_analysis,
    )  # fmt: skip
