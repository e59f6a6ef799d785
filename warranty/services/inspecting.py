"""inspect_part: what the inspector finds in an old part, and what the book makes of it (clause 9.2g, 9.2h)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core import files
from core.errors import OutOfRange, require
from core.journal import Actor
from core.money import yuan
from core.subjects import Subject
from core.transitions import advance, claim
from judgement.inputs import FactInput
from judgement.services import record_fact
from rulebook import consequences
from rulebook.acts import clause_of
from rulebook.book import Book
from rulebook.selectors import in_force
from warranty.models import OldPart
from warranty.models.old_parts import OUTCOMES
from warranty.services.old_parts import facts_of
from warranty.states import Inspection

EVENTS: Mapping[str, str] = {
    Inspection.MISMATCH: "old_part.mismatched", Inspection.FALSIFIED: "old_part.falsified",
}  # fmt: skip
LOSS = "part.assessed_loss"


@transaction.atomic
def inspect_part(
    *, part: OldPart, result: str, actor: Actor, now: datetime, findings: str = "",
    assessed_loss: Decimal | None = None, photos: "Sequence[File[bytes]]" = (),
) -> OldPart:  # fmt: skip
    """Judge a returned part once: as the report says, otherwise, or made to deceive; the book proposes what follows.

    Anything but a match needs findings, and the assessed loss where the book counts from it. Raises NotAllowed,
    OwnCase, WrongState, OutOfRange, Incomplete.
    """
    authorize(actor, "inspect_part", now=now)
    refuse_own_case(actor, part.handler, now=now, roles=[Role.INSPECTOR])
    row = claim(part, *OUTCOMES.values())
    if result not in Inspection.values:
        raise OutOfRange(_("检验结果只能是：相符、不符、作假"), details={"result": _("请选择检验结果")})
    version = in_force(now=now)
    loss = _checked(row, result, findings, assessed_loss, version.book)
    for photo in photos:
        files.store_file(photo, row, kind="findings", actor=actor, now=now)
    advance(
        row, OUTCOMES[Inspection(result)], act="inspect_part", actor=actor, now=now, reason=findings,
        clause=clause_of(version.book, "inspect_part"), data={"result": result, "assessed_loss": loss},
        thread=row.ticket, by=actor.pk, at=now, findings=findings, assessed_loss=loss,
    )  # fmt: skip
    if result in EVENTS:
        given = FactInput(
            event=EVENTS[result], subject=Subject.of(row), version=version, at=now, person=row.handler,
            facts=facts_of(row), thread=Subject.of(row.ticket),
        )  # fmt: skip
        record_fact(given, actor=actor, now=now)
    return row


def _checked(
    row: OldPart, result: str, findings: str, assessed_loss: Decimal | None, book: Book
) -> Decimal | None:
    if result == Inspection.MATCH:
        return None
    loss = None if assessed_loss is None else yuan(assessed_loss)
    wanted: dict[str, Any] = {"findings": (findings, _("检验记录"))}
    if counts_from_loss(book, result, facts_of(row)):
        wanted["assessed_loss"] = (loss, _("核定损失"))
    require(**wanted)
    if loss is not None and (loss < 0 or loss != assessed_loss):
        raise OutOfRange(_("核定损失不能为负数，最多两位小数"), details={"assessed_loss": _("不小于 0，最多两位小数")})
    return loss


def counts_from_loss(book: Book, result: str, facts: Mapping[str, Any]) -> bool:
    """Whether what the book proposes for `result` is counted from the loss that the inspector assesses (9.2g)."""
    matches = consequences.matching(book, EVENTS.get(result, ""), facts)
    amounts = [effect.amount for match in matches for effect in match.effects if effect.amount]
    return any(LOSS in amount.paths() for amount in amounts)
