"""apply_fee, settle_fee: money on site is asked for before it is spent, and settled against what was granted (6.8)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from core import journal
from core.errors import OutOfRange, require
from core.money import yuan
from core.numbering import next_number
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.models import Ticket
from warranty.models import FeeApplication
from warranty.services import amounts, settling, signing


@transaction.atomic
def apply_fee(
    *, ticket: Ticket, amount: Decimal, reason: str, actor: Person, now: datetime,
    items: Iterable[Mapping[str, Any]] = (),
) -> FeeApplication:  # fmt: skip
    """The assigned engineer asks for money.

    `items` are `[{"what": "吊车", "amount": Decimal}]` and add up to `amount`.
    """
    locked = tickets.in_hand(ticket=ticket, act="apply_fee", actor=actor, now=now)
    require(amount=(amount, _("申请金额")), reason=(reason, _("费用事由")))
    amounts.check("amount", amount)
    version = in_force(now=now)
    fee = FeeApplication.objects.create(
        number=next_number("F", now=now), author=actor, version=version, submitted_at=now, ticket=locked,
        amount=yuan(amount), reason=reason.strip(), items=_items(items, amount),
    )  # fmt: skip
    journal.record(
        fee, "apply_fee", actor=actor, now=now, target=fee.state, reason=fee.reason, thread=locked,
        clause=clause_of(version.book, "apply_fee"), data={"amount": fee.amount, "items": fee.items},
    )  # fmt: skip
    signing.ask(fee, amount=fee.amount, concerned=[actor, locked.engineer], author=actor, actor=actor, now=now)
    return fee


def settle_fee(
    *, fee: FeeApplication, actual: Decimal, actor: Person, now: datetime, receipts: Iterable["File[bytes]"] = ()
) -> FeeApplication:
    """What it cost; in a higher band than what was granted it is signed again."""
    return settling.settle(fee, "settle_fee", actual, receipts, actor=actor, now=now)


def _items(items: Iterable[Mapping[str, Any]], amount: Decimal) -> list[dict[str, str]]:
    rows = list(items)
    for row in rows:
        require(items=(row.get("what"), _("费用明细")))
        amounts.check("items", row.get("amount"))
    if rows and sum(Decimal(row["amount"]) for row in rows) != amount:
        raise OutOfRange(_("费用明细合计与申请金额不一致"), details={"items": _("合计与申请金额不一致")})
    return [{"what": str(row["what"]).strip(), "amount": f"{row['amount']:.2f}"} for row in rows]
