"""Complaints, stars, calls and surveys as tables (6.12, 7.8, 8.5, 9.12)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import dropwhile
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from figures.cells import Cell, Column, Row, Segment, Table, count, part, per_cent
from figures.columns import Columns, Kind, Month, columns_chart
from figures.links import service
from figures.period import Period, month_named
from figures.ratios import TENTH, percent
from figures.selectors.complaints import Complained
from figures.selectors.opinions import STARS, Asked, Called, Starred

M = TypeVar("M")


def complaint_months(told: Sequence[Complained], period: Period) -> Table:
    rows = [
        Row((Cell(one.month), *_complained(one, month_named(one.month))))
        for one in begun(told, lambda one: one.tickets + one.complaints)
    ]  # fmt: skip
    columns = (
        Column(_("月份")), Column(_("报修工单"), "count"), Column(_("投诉"), "count"), Column(_("待核实"), "count"),
        Column(_("由服务引起"), "count"), Column(_("不属实"), "count"), Column(_("投诉率"), "share"),
        Column(_("查实率"), "share"),
    )  # fmt: skip
    total = Row((Cell(_("合计")), *_complained(sum(told, Complained("")), period)), "is-total")
    return Table("complaints", _("投诉率（按收到月份）"), columns, rows, (total,))


def _complained(one: Complained, period: Period) -> Sequence[Cell]:
    found = (("waiting", one.waiting), ("caused", one.caused), ("unfounded", one.unfounded))
    return (
        count(one.tickets), count(one.complaints, service("complaints", period)),
        *(count(value, service("complaints", period, found=name)) for name, value in found),
        part(one.complaints, one.tickets), part(one.caused, one.tickets),
    )  # fmt: skip


def complaint_chart(told: Sequence[Complained]) -> Columns | None:
    months = [
        Month(one.month, {"tone-late": one.caused, "tone-waiting": one.waiting, "tone-unfounded": one.unfounded},
              percent(one.complaints, one.tickets) if one.tickets else None)
        for one in begun(told, lambda one: one.tickets + one.complaints)
    ]  # fmt: skip
    kinds = (
        Kind("tone-late", _("由服务引起")), Kind("tone-waiting", _("待核实")), Kind("tone-unfounded", _("不属实")),
    )  # fmt: skip
    whole = sum(told, Complained(""))
    summary = _("%(tickets)d 张工单，%(complaints)d 件投诉，投诉率 %(share)s %%") % {
        "tickets": whole.tickets, "complaints": whole.complaints, "share": percent(whole.complaints, whole.tickets)
    }  # fmt: skip
    return columns_chart(months, kinds, line=_("投诉率"), summary=summary)


def star_months(months: Sequence[Starred], period: Period) -> Table:
    rows = [Row((Cell(one.key), *_starred(one, month_named(one.key)))) for one in begun(months, lambda one: one.count)]
    foot = Row((Cell(_("合计")), *_starred(_all(months), period)), "is-total")
    return Table("ratings", _("客户评价（按评价月份）"), _star_columns(_("月份")), rows, (foot,))


def star_people(people: Sequence[Starred], period: Period) -> Table:
    """Who has the lowest mean first."""
    ordered = sorted(people, key=lambda one: (Decimal(one.sum) / one.count, -one.count, one.label))
    rows = [Row((Cell(one.label or _("未派工")), *_starred(one, period, person=one.key))) for one in ordered]
    return Table("rating-people", _("客户评价（按服务人员）"), _star_columns(_("服务人员")), rows)


def _star_columns(first: str) -> Sequence[Column]:
    return (Column(first), Column(_("评价"), "count"), Column(_("五星至一星"), drawn=True), Column(_("平均星数"), "mean"),
            Column(_("四星以上"), "share"), Column(_("三星以下"), "count"))  # fmt: skip


def _starred(one: Starred, period: Period, **key: Any) -> Sequence[Cell]:
    mean = (Decimal(one.sum) / one.count).quantize(TENTH) if one.count else None
    return (
        count(one.count, service("ratings", period, **key)), Cell(None, bar=_stars(one)), Cell(mean, "mean"),
        part(one.content, one.count), count(one.count - one.content, service("ratings", period, low=1, **key)),
    )  # fmt: skip


def _stars(one: Starred) -> Sequence[Segment]:
    found, before = [], Decimal(0)
    for stars in STARS:
        value = one.stars.get(stars, 0)
        if value:
            width = Decimal(value) * 100 / one.count
            title = _("%(stars)d 星 %(count)d 次") % {"stars": stars, "count": value}
            found.append(Segment(per_cent(before), per_cent(width), f"tone-star-{stars}", title))
            before += width
    return found


def _all(months: Sequence[Starred]) -> Starred:
    whole = Starred("")
    for one in months:
        for stars, value in one.stars.items():
            whole.stars[stars] = whole.stars.get(stars, 0) + value
    return whole


def star_chart(months: Sequence[Starred]) -> Columns | None:
    drawn = [
        Month(one.key, {f"tone-star-{stars}": one.stars.get(stars, 0) for stars in STARS},
              percent(one.content, one.count) if one.count else None)
        for one in begun(months, lambda one: one.count)
    ]  # fmt: skip
    kinds = [Kind(f"tone-star-{stars}", _("%(stars)d 星") % {"stars": stars}) for stars in STARS]
    whole = _all(months)
    told = {"count": whole.count, "share": percent(whole.content, whole.count)}
    summary = _("%(count)d 次评价，四星以上 %(share)s %%") % told
    return columns_chart(drawn, kinds, line=_("四星以上"), whole=True, summary=summary)


def call_months(told: Sequence[Called], period: Period) -> Table:
    rows = [Row((Cell(one.month), *_called(one, month_named(one.month)))) for one in begun(told, lambda one: one.count)]
    columns = (
        Column(_("月份")), Column(_("回访"), "count"), Column(_("已解决"), "count"), Column(_("未解决"), "count"),
        Column(_("无人接听"), "count"), Column(_("反映不实或被收费"), "count"), Column(_("解决率（接通的）"), "share"),
    )  # fmt: skip
    foot = Row((Cell(_("合计")), *_called(sum(told, Called("")), period)), "is-total")
    return Table("calls", _("服务后回访"), columns, rows, (foot,))


def _called(one: Called, period: Period) -> Sequence[Cell]:
    outcomes = (("solved", one.solved), ("unsolved", one.unsolved), ("no_answer", one.missed), ("bad", one.bad))
    return (
        count(one.count, service("calls", period)),
        *(count(value, service("calls", period, outcome=name)) for name, value in outcomes),
        part(one.solved, one.reached),
    )  # fmt: skip


def call_chart(told: Sequence[Called]) -> Columns | None:
    months = [
        Month(one.month, {"tone-met": one.solved, "tone-late": one.unsolved, "tone-unfounded": one.missed},
              percent(one.solved, one.reached) if one.reached else None)
        for one in begun(told, lambda one: one.count)
    ]  # fmt: skip
    kinds = (Kind("tone-met", _("已解决")), Kind("tone-late", _("未解决")), Kind("tone-unfounded", _("无人接听")))
    whole = sum(told, Called(""))
    told_ = {"count": whole.count, "share": percent(whole.solved, whole.reached)}
    summary = _("%(count)d 次回访，接通的 %(share)s %% 已解决") % told_
    return columns_chart(months, kinds, line=_("解决率"), whole=True, summary=summary)


def survey(asked: Sequence[Asked], period: Period) -> Table:
    """Each question of each survey: how many answered, the mean in its scale, and from 0 to 100 how satisfied."""
    rows = [
        Row((
            Cell(one.title), Cell(item.title), count(item.count, service(one.of, period, survey=one.survey)),
            Cell(None, bar=(Segment("0%", per_cent(float(item.percent)), "tone-median", f"{item.percent} %"),)),
            Cell(Decimal(str(item.mean)) if item.count else None, "mean"),
            Cell(Decimal(item.percent) if item.count else None, "share"),
        ))
        for one in asked for item in one.averages if one.count
    ]  # fmt: skip
    columns = (Column(_("问卷")), Column(_("问题")), Column(_("份数"), "count"), Column(_("满意程度"), drawn=True),
               Column(_("平均分"), "mean"), Column(_("满意度"), "share"))  # fmt: skip
    return Table("surveys", _("主动回访与问卷"), columns, rows)


def rate(one: Complained) -> str:
    """1.2 %, or a dash of a month without tickets."""
    return part(one.complaints, one.tickets).text


def begun(months: Sequence[M], told: Callable[[M], int]) -> Sequence[M]:
    """The months from the first that there is something to tell of."""
    return list(dropwhile(lambda month: not told(month), months))
