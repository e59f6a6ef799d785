"""What was borne in a period: by loss department, by machine model and by part; five statements."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.money import yuan
from figures.period import Period
from figures.selectors.papers import approved_fees, settled_purchases, signed_claims
from warranty.models import ClaimLine

NOTHING = Decimal(0)
MODEL = ("ticket__machine__model", "ticket__machine__model__code", "ticket__machine__model__name")


@dataclass(frozen=True)
class Cost:
    """What one department, model or part cost; `key` is its id, 0 where the machine is not on file.

    Amounts in yuan; `papers` counts the slips, `pieces` the parts on them.
    """

    key: int
    label: str
    note: str = ""
    papers: int = 0
    pieces: int = 0
    claims: Decimal = NOTHING
    fees: Decimal = NOTHING
    purchases: Decimal = NOTHING

    @property
    def amount(self) -> Decimal:
        return self.claims + self.fees + self.purchases


@dataclass(frozen=True)
class Costs:
    """The three cuts of one sum; fees and purchases have no department and no part, only a machine."""

    departments: tuple[Cost, ...]
    models: tuple[Cost, ...]
    parts: tuple[Cost, ...]
    claims: Decimal
    fees: Decimal
    purchases: Decimal

    @property
    def amount(self) -> Decimal:
        return self.claims + self.fees + self.purchases


def costs(period: Period) -> Costs:
    """Slips signed, fees approved and purchases settled in `period`."""
    claims = signed_claims(period)
    departments = [
        Cost(key, name, papers=count, claims=yuan(amount))
        for key, name, count, amount in claims.values_list("loss_department", "loss_department__name")
        .annotate(count=Count("pk"), amount=Sum("total")).order_by()
    ]  # fmt: skip
    models = _models(claims, approved_fees(period), settled_purchases(period))
    return Costs(
        tuple(departments), tuple(models), tuple(_parts(period)), _sum(one.claims for one in departments),
        _sum(one.fees for one in models), _sum(one.purchases for one in models),
    )  # fmt: skip


def _parts(period: Period) -> Iterable[Cost]:
    rows = ClaimLine.objects.filter(claim__signed_at__gte=period.begins, claim__signed_at__lt=period.ends)
    price = ExpressionWrapper(F("price") * F("quantity"), DecimalField(max_digits=14, decimal_places=2))
    for key, code, name, papers, pieces, amount in (
        rows.values_list("part", "part__code", "part__name")
        .annotate(papers=Count("pk"), pieces=Sum("quantity"), sum=Sum(price)).order_by()
    ):  # fmt: skip
        yield Cost(key, code, name, papers, pieces, yuan(amount))


def _models(claims: QuerySet[Any], fees: QuerySet[Any], purchases: QuerySet[Any]) -> Iterable[Cost]:
    found: dict[int, Cost] = {}
    spent = Coalesce("actual", "amount")
    kinds = (("claims", claims, F("total")), ("fees", fees, spent), ("purchases", purchases, F("actual")))
    for name, rows, amount in kinds:
        sums = rows.values_list(*MODEL).annotate(count=Count("pk"), sum=Sum(amount)).order_by()
        for key, code, title, count, total in sums:
            one = found.get(key or 0) or Cost(key or 0, code or _("未登记型号"), title or "")
            told: dict[str, Any] = {name: yuan(total)} | ({"papers": count} if name == "claims" else {})
            found[one.key] = replace(one, **told)
    return found.values()


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
