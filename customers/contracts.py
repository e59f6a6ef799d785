"""Reading contracts: all of them, those of a customer, and those whose end nothing watches yet."""

from datetime import date, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core import cells
from customers.models import Contract, Customer
from deadlines.models import Deadline


def contracts() -> QuerySet[Contract]:
    """All contracts with their customers, the newest first."""
    return Contract.objects.select_related("customer").order_by("-starts_on", "-pk")


def contract_by_number(number: str) -> Contract | None:
    return Contract.objects.filter(number=cells.plain(number)).first()


def contracts_of(customer: Customer) -> QuerySet[Contract]:
    """The contracts of a customer with the machines that each names, the newest first."""
    return Contract.objects.filter(customer=customer).prefetch_related("covered").order_by("-starts_on", "-pk")


def contracts_without_limit(kind: str, *, on: date) -> QuerySet[Contract]:
    """Contracts that end on `on` or later and for whose end no limit of `kind` was ever opened."""
    opened = Deadline.objects.filter(
        kind=kind, subject_type="customers.contract", subject_id=OuterRef("pk"),
        occurrence=Cast(OuterRef("ends_on"), CharField()),
    )  # fmt: skip
    return Contract.objects.filter(~Exists(opened), ends_on__gte=on, ended_at=None)


def holding(rows: QuerySet[Contract], day: date) -> QuerySet[Contract]:
    """Those of `rows` that hold on `day`."""
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


def ends_within(rows: QuerySet[Contract], day: date, days: int) -> QuerySet[Contract]:
    """Those of `rows` whose last day comes in the next `days`, and that nobody ended before."""
    return rows.filter(ends_on__gte=day, ends_on__lte=day + timedelta(days=days), ended_at=None)


def standing(contract: Contract, today: date) -> tuple[str, str]:
    """In which of four conditions a contract is, as code and words."""
    if contract.starts_on > today:
        return "future", _("未开始")
    if contract.ends_on is None or contract.ends_on >= today:
        return "running", _("有效")
    return ("ended", _("已终止")) if contract.ended_at else ("over", _("已到期"))
