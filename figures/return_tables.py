"""Old parts as tables: who owes what for how long, and what became of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.cells import Cell, Column, Row, Segment, Table, count, money, per_cent, share
from figures.links import behind
from figures.period import Period
from figures.ratios import percent
from figures.selectors.returns import Owing, Pile
from warranty.states import OldPartState

# How old a debt is: label and tone, the youngest first.
AGES: dict[str, tuple[Any, str]] = {
    "running": (gettext_lazy("未到期"), "tone-age-running"), "week": (gettext_lazy("超期 7 天内"), "tone-age-week"),
    "month": (gettext_lazy("超期 30 天内"), "tone-age-month"), "older": (gettext_lazy("超期更久"), "tone-age-older"),
}  # fmt: skip
BACK = (OldPartState.RETURNED, OldPartState.MATCHED, OldPartState.MISMATCHED, OldPartState.FALSIFIED)


def by_engineer(owing: Sequence[Owing], period: Period) -> Table:
    longest = max((one.whole.price for one in owing), default=Decimal(0))
    rows = [Row(_engineer(one, longest, period)) for one in owing]
    ages = [Column(label, "count", tone) for label, tone in AGES.values()]
    columns = (
        Column(_("服务人员")), Column(_("三包单价款"), drawn=True), *ages, Column(_("合计（项）"), "count"),
        Column(_("超期价款（元）"), "money"), Column(_("价款（元）"), "money"),
    )  # fmt: skip
    sums = {age: sum((one.ages.get(age, Pile()) for one in owing), Pile()) for age in AGES}
    foot = (Row(_counts(sums, owing, period), "is-total"), Row(_prices(sums, owing), "is-part"))
    return Table("owed", _("未返回的旧件"), columns, rows, foot if owing else ())


def _engineer(one: Owing, longest: Decimal, period: Period) -> Sequence[Cell]:
    ages = [count(one.ages.get(age, Pile()).count, behind("owed", period, handler=one.key, age=age)) for age in AGES]
    return (
        Cell(one.name), Cell(None, bar=_ages(one, longest)), *ages,
        count(one.whole.count, behind("owed", period, handler=one.key)), money(one.late),
        money(one.whole.price, behind("owed", period, handler=one.key)),
    )  # fmt: skip


def _counts(sums: Mapping[str, Pile], owing: Sequence[Owing], period: Period) -> Sequence[Cell]:
    whole = sum(sums.values(), Pile())
    ages = [count(pile.count, behind("owed", period, age=age)) for age, pile in sums.items()]
    return (Cell(_("合计（项）")), Cell(None), *ages, count(whole.count, behind("owed", period)), Cell(None, "money"),
            Cell(None, "money"))  # fmt: skip


def _prices(sums: Mapping[str, Pile], owing: Sequence[Owing]) -> Sequence[Cell]:
    late = sum((one.late for one in owing), Decimal(0))
    whole = sum(sums.values(), Pile())
    return (Cell(_("价款（元）")), Cell(None), *(money(pile.price) for pile in sums.values()), Cell(None, "count"),
            money(late), money(whole.price))  # fmt: skip


def _ages(one: Owing, longest: Decimal) -> Sequence[Segment]:
    """By price, the longest bar for whom owes most."""
    found, before = [], Decimal(0)
    for age, (label, tone) in AGES.items():
        price = one.ages.get(age, Pile()).price
        if price and longest:
            title = f"{label} {price:,}"
            found.append(Segment(per_cent(before * 100 / longest), per_cent(price * 100 / longest), tone, title))
        before += price
    return found


def by_outcome(outcomes: Mapping[str, Pile], period: Period) -> Table:
    whole = sum(outcomes.values(), Pile())
    rows = [
        Row((Cell(str(OldPartState(state).label)), Cell(None, bar=_outcome(pile, whole, state)),
             count(pile.count, behind("replaced", period, state=state)), share(percent(pile.count, whole.count)),
             money(pile.price, behind("replaced", period, state=state))))
        for state, pile in outcomes.items()
    ]  # fmt: skip
    columns = (Column(_("结果")), Column(_("占比"), drawn=True), Column(_("项数"), "count"), Column(_("占比"), "share"),
               Column(_("三包单价款（元）"), "money"))  # fmt: skip
    foot = _foot(outcomes, whole, period) if whole.count else ()
    return Table("outcomes", _("旧件的去向"), columns, rows if whole.count else (), foot)


def _foot(outcomes: Mapping[str, Pile], whole: Pile, period: Period) -> Sequence[Row]:
    """The sum, and how many of those that had to come back are back."""
    back = sum((outcomes[state] for state in BACK), Pile())
    owed = whole.count - outcomes[OldPartState.EXEMPT].count
    total = (Cell(_("合计")), Cell(None), count(whole.count, behind("replaced", period)),
             share(percent(whole.count, whole.count)), money(whole.price, behind("replaced", period)))  # fmt: skip
    returned = (Cell(_("其中已返回（占应返回的）")), Cell(None), count(back.count), share(percent(back.count, owed)),
                money(back.price))  # fmt: skip
    return Row(total, "is-total"), Row(returned, "is-part")


def _outcome(pile: Pile, whole: Pile, state: str) -> Sequence[Segment]:
    if not pile.count:
        return ()
    return (Segment("0%", per_cent(Decimal(pile.count) * 100 / whole.count), f"tone-outcome-{state}"),)
