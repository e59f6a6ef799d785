"""Where a month's deductions pass a share of the pay, or leave less than the minimum wage (X11). A warning only.

The product only accounts: whether a deduction is lawful is for people to say.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.money import yuan
from penalties.models import Pay, PayLimit, Statement

SHARE = Decimal(20)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Limits:
    """`percent` of pay that deductions may come to, and the wage that is to be left where one is known."""

    percent: Decimal = SHARE
    minimum_wage: Decimal | None = None


def limits() -> Limits:
    """Those set last; a fifth of the pay where nobody has set any."""
    newest = PayLimit.objects.first()
    return Limits(newest.percent, newest.minimum_wage) if newest else Limits()


def pays(people: Collection[int], month: str) -> dict[int, Decimal]:
    """Everybody's pay as it was set last for the month."""
    rows = Pay.objects.filter(person__in=people, since__lte=month).order_by("person", "since", "pk")
    return dict(rows.values_list("person", "amount"))


def deducted(statement: Statement) -> Decimal:
    """What is taken from the pay: fines, debits and travel borne, less what is given back."""
    return statement.fines + statement.debits + statement.own_cost


def warnings_of(statement: Statement, pay: Decimal | None, known: Limits) -> list[str]:
    """Each in a sentence; of a person without known pay nothing can be said but that."""
    taken = deducted(statement)
    if taken <= 0:
        return []
    if pay is None:
        return [_("未登记月工资，无法核对扣款比例")]
    found = []
    if taken > yuan(pay * known.percent / HUNDRED):
        told = {"share": (taken * HUNDRED / pay).quantize(Decimal("0.1")) if pay else "—", "limit": known.percent}
        found.append(_("扣款占工资 %(share)s%%，超过 %(limit)s%%") % told)
    if known.minimum_wage is not None and pay - taken < known.minimum_wage:
        found.append(_("扣款后 %(rest)s 元，低于最低工资 %(least)s 元") % {
            "rest": pay - taken, "least": known.minimum_wage})  # fmt: skip
    return found
