"""Costs as tables: the largest first, with shares, and sums that agree between the three cuts."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.cells import Cell, Column, Row, Table, count, money, share
from figures.links import behind
from figures.pareto import Ranked, pareto
from figures.period import Period
from figures.selectors.costs import Cost, Costs

RANK, SHARE = Column("#", "rank"), Column(gettext_lazy("占比"), "share")
CUMULATIVE, AMOUNT = Column(gettext_lazy("累计占比"), "share"), Column(gettext_lazy("金额（元）"), "money")
PAPERS, PIECES = Column(gettext_lazy("三包单"), "count"), Column(gettext_lazy("件数"), "count")
WHOLE = Decimal("100.0")
# A line of the foot that is no sum.
FOOT = "is-part"


def by_department(costs: Costs, period: Period) -> Table:
    rows = [
        Row((*_named(one), count(one.item.papers, behind("claims", period, department=one.item.key)),
             money(one.item.claims, behind("claims", period, department=one.item.key)), *_shares(one)), _tone(one))
        for one in pareto(costs.departments)
    ]  # fmt: skip
    columns = (RANK, Column(_("损失责任部门")), PAPERS, AMOUNT, SHARE, CUMULATIVE)
    return Table("department", _("按损失责任部门"), columns, rows, _foot(costs, period, blanks=0))


def by_model(costs: Costs, period: Period) -> Table:
    rows = [Row(_model(one, period), _tone(one)) for one in pareto(costs.models)]
    columns = (
        RANK, Column(_("产品型号")), PAPERS, Column(_("三包单（元）"), "money"), Column(_("现场服务费（元）"), "money"),
        Column(_("急需购件（元）"), "money"), Column(_("合计（元）"), "money"), SHARE, CUMULATIVE,
    )  # fmt: skip
    whole = (
        Cell(None, "rank"), Cell(_("合计")), count(_papers(costs), behind("claims", period)),
        money(costs.claims, behind("claims", period)), money(costs.fees, behind("fees", period)),
        money(costs.purchases, behind("purchases", period)), money(costs.amount), *_all(),
    )  # fmt: skip
    return Table("model", _("按产品型号"), columns, rows, (Row(whole, "is-total"),))


def _model(one: Ranked[Cost], period: Period) -> Sequence[Cell]:
    cost, key = one.item, {"model": one.item.key}
    return (
        *_named(one), count(cost.papers, behind("claims", period, **key)),
        money(cost.claims, behind("claims", period, **key)), money(cost.fees, behind("fees", period, **key)),
        money(cost.purchases, behind("purchases", period, **key)), money(cost.amount), *_shares(one),
    )  # fmt: skip


def by_part(costs: Costs, period: Period) -> Table:
    rows = [
        Row((*_named(one), count(one.item.pieces), count(one.item.papers, behind("claims", period, part=one.item.key)),
             money(one.item.claims, behind("claims", period, part=one.item.key)), *_shares(one)), _tone(one))
        for one in pareto(costs.parts)
    ]  # fmt: skip
    columns = (RANK, Column(_("配件")), PIECES, PAPERS, AMOUNT, SHARE, CUMULATIVE)
    return Table("part", _("按配件"), columns, rows, _foot(costs, period, blanks=1))


def _named(one: Ranked[Cost]) -> tuple[Cell, Cell]:
    return Cell(one.rank, "rank"), Cell(one.item.label, note=one.item.note)


def _shares(one: Ranked[Cost]) -> tuple[Cell, Cell]:
    return share(one.share), share(one.cumulative)


def _all() -> tuple[Cell, Cell]:
    return share(WHOLE), share(None)


def _tone(one: Ranked[Cost]) -> str:
    return "is-vital" if one.vital else ""


def _papers(costs: Costs) -> int:
    return sum(one.papers for one in costs.departments)


def _foot(costs: Costs, period: Period, *, blanks: int) -> Sequence[Row]:
    """The sum of the slips, and what has neither department nor part as rows of their own, so that all cuts agree."""
    rest = [Cell(None, "count")] * blanks
    rank, nothing = Cell(None, "rank"), (share(None), share(None))
    slips = (rank, Cell(_("三包单合计")), *rest, count(_papers(costs), behind("claims", period)),
             money(costs.claims, behind("claims", period)), *_all())  # fmt: skip
    found = [Row(slips, "is-total")]
    for label, of, amount in (
        (_("现场服务费（按型号归集）"), "fees", costs.fees), (_("急需购件（按型号归集）"), "purchases", costs.purchases),
    ):  # fmt: skip
        spent = money(amount, behind(of, period))
        found.append(Row((rank, Cell(label), *rest, Cell(None, "count"), spent, *nothing), FOOT))
    whole = (rank, Cell(_("全部费用")), *rest, Cell(None, "count"), money(costs.amount), *nothing)
    return (*found, Row(whole, "is-total"))
