"""A month as it stands for everybody: cards that count, what is paid and what is taken (9.4i)."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.cells import Cell, Column, Row, Table, count, money
from figures.links import service
from figures.period import Period
from figures.selectors.settlement import NOTHING, Settled
from penalties.states import EntryKind


def by_person(told: Sequence[Settled], month: Period) -> Table:
    """Who has the most cards that count first."""
    ordered = sorted(told, key=lambda one: (-one.cards, -one.reimbursed, one.name))
    rows = [Row((Cell(one.name), *_figures(one, month, person=one.person))) for one in ordered]
    columns = (
        Column(_("人员")), Column(_("计入工作量的服务卡"), "count"), Column(_("计提成的服务卡"), "count"),
        Column(_("报销（元）"), "money"), Column(_("考核（元）"), "money"), Column(_("挂账、损失、没收（元）"), "money"),
        Column(_("报销减扣款（元）"), "money"),
    )  # fmt: skip
    foot = Row((Cell(_("合计")), *_figures(_whole(told), month)), "is-total")
    return Table(
        "settlement", _("月度结算（%(month)s）") % {"month": month.text}, columns, rows, (foot,) if rows else ()
    )


def _figures(one: Settled, month: Period, **key: int) -> Sequence[Cell]:
    fines = money(one.fines, service("entries", month, kind=EntryKind.FINE.value, **key))
    return (
        count(one.cards), count(one.commission), money(one.reimbursed), fines,
        money(one.debits, service("entries", month, **key)), money(one.reimbursed - one.fines - one.debits),
    )  # fmt: skip


def _whole(told: Sequence[Settled]) -> Settled:
    whole = Settled(0)
    for one in told:
        whole.cards, whole.commission = whole.cards + one.cards, whole.commission + one.commission
        whole.reimbursed += one.reimbursed
        for kind, amount in one.sums.items():
            whole.sums[kind] = whole.sums.get(kind, NOTHING) + Decimal(amount)
    return whole
