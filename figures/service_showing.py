"""Service and judgement as their page shows them: one section at a time, each a few sheets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.clockwork import stamp
from figures import amount_tables, arrival_tables, decision_tables, opinion_tables, settlement_tables
from figures.cells import Table
from figures.charts import MOST, pareto_chart
from figures.decision_tables import WHERE
from figures.pareto import pareto
from figures.period import only
from figures.query import Query
from figures.selectors import amounts, arrivals, complaints, decisions, discretion, opinions, settlement
from figures.sheets import Sheet
from rulebook.book import Book
from rulebook.selectors import NoRulebook, in_force

SECTIONS = {
    "arrival": gettext_lazy("到场达标"), "penalties": gettext_lazy("考核金额"),
    "settlement": gettext_lazy("月度结算"), "decisions": gettext_lazy("裁决与裁量"), "opinion": gettext_lazy("投诉与满意度"),
}  # fmt: skip


def section(name: str, query: Query) -> Sequence[Sheet]:
    """The sheets of a section; none where there is nothing to tell."""
    return BUILT[name](query)


def table(slug: str, query: Query) -> Table | None:
    """One table with all its rows; None for what no section holds."""
    if slug not in TABLES:
        return None
    return next((sheet.table for sheet in BUILT[TABLES[slug]](query) if sheet.table.slug == slug), None)


def _arrival(query: Query) -> Sequence[Sheet]:
    places, period = arrivals.arrivals(query), query.period
    if not places:
        return ()
    hint = _("按到场时限的到期月份计；取消、远程解决和转办事处的不计。有书面证明的仍算超时，只免考核。")
    return [
        Sheet(arrival_tables.by_month(places, period), hint, arrival_tables.chart(places, period)),
        Sheet(arrival_tables.by_region(places, period, _book(query))),
        Sheet(arrival_tables.by_region_and_month(places, period), _("绿色 95 % 以上，黄色 80 % 以上，红色不到 80 %。")),
        Sheet(arrival_tables.by_engineer(arrivals.engineers(query), period), _("按到期时的负责人，超时多的在前。"), most=MOST),
    ]  # fmt: skip


def _penalties(query: Query) -> Sequence[Sheet]:
    parts, period = amounts.parts(query), query.period
    if not parts:
        return ()
    clauses, people = amount_tables.clauses(parts, _book(query)), amounts.people(query)
    offices = amount_tables.offices(parts)
    hint = _("取已确认和已结算的台账，按记账月份计，冲销以负数计入；与月度结算单相符。")
    return [
        Sheet(amount_tables.by_month(parts, period), hint, amount_tables.chart(parts, period)),
        Sheet(amount_tables.by_clause(clauses, period), "", pareto_chart(pareto(clauses)), most=MOST),
        Sheet(amount_tables.by_person(people, period), "", pareto_chart(pareto(people)), most=MOST),
        Sheet(amount_tables.by_office(offices, period), "", pareto_chart(pareto(offices)), most=MOST),
    ]


def _settlement(query: Query) -> Sequence[Sheet]:
    month = only(query.period.last)
    told = settlement.totals(month.given()["to"], person=query.person, now=query.now)
    hint = _("所选的最后一个月，按现在的数据；以前月份的调整和自负差旅只在结算单上。")
    return [Sheet(settlement_tables.by_person(told, month), hint, most=MOST)] if told else ()


def _decisions(query: Query) -> Sequence[Sheet]:
    told, period = decisions.decided(query), query.period
    if not told:
        return ()
    book, used = _book(query), discretion.usage(query)
    hint = _("推翻：免除的和确认之后又撤销的，占全部裁决；撤销算在原裁决的月份里，不论何时撤销。")
    place = _("条款给出幅度时裁决人选定的金额落在何处：同一条款、不同裁决人的位置相差很大时，值得一起看看。")
    nothing = _("这段时间没有由裁决人在幅度内选定的金额。")
    return [
        Sheet(decision_tables.by_month(told, period), hint, decision_tables.chart(told, period)),
        Sheet(decision_tables.by_clause(told, period, book), most=MOST),
        Sheet(decision_tables.by_decider(told, period), most=MOST),
        Sheet(decision_tables.ranges(used, period, book), place, empty=nothing, most=2 * MOST),
        Sheet(decision_tables.free(used, period, book), empty=_("这段时间没有由裁决人自定的金额。"), most=2 * MOST),
    ]


def _opinion(query: Query) -> Sequence[Sheet]:
    period = query.period
    months, (stars, people) = complaints.complained(period), opinions.starred(period)
    calls, asked = opinions.called(period), opinions.answered(query)
    counts = [one.tickets + one.complaints for one in months] + [one.count for one in stars]
    if not any((*counts, *(one.count for one in calls), *(one.count for one in asked))):
        return ()
    rate = _("投诉率：每百张报修工单（不含取消）的投诉件数，同一件事只计一次；查实率只计查明由服务引起的。")
    no_stars = _("这段时间没有客户评价。")
    return [
        Sheet(opinion_tables.complaint_months(months, period), rate, opinion_tables.complaint_chart(months),
              note=_last_month(query)),
        Sheet(opinion_tables.star_months(stars, period), _("客户在状态页上的评价。"), opinion_tables.star_chart(stars)),
        Sheet(opinion_tables.star_people(people, period), _("平均星数低的在前。"), empty=no_stars, most=MOST),
        Sheet(opinion_tables.call_months(calls, period), "", opinion_tables.call_chart(calls)),
        Sheet(opinion_tables.survey(asked, period), _("满意度：从最差 0 到最好 100。"), empty=_("这段时间没有回访单和问卷。")),
    ]  # fmt: skip


def _last_month(query: Query) -> str:
    """上月（2026-03）投诉率 1.2 %（3 件 / 250 张工单），4 月 5 日 17:00 前提供：… 件待核实."""
    wanted = complaints.last_month(now=query.now)
    told = wanted.told
    rate = opinion_tables.rate(told)
    parts = [_("上月（%(month)s）投诉率 %(rate)s：%(complaints)d 件，%(tickets)d 张工单") % {
        "month": wanted.month, "rate": rate, "complaints": told.complaints, "tickets": told.tickets}]  # fmt: skip
    if wanted.due_at is not None:
        parts.append(_("应于 %(due)s 前提供，现已可用") % {"due": stamp(wanted.due_at)})
    if told.waiting:
        parts.append(_("其中 %(count)d 件尚未核实，核实后查实率还会变") % {"count": told.waiting})
    return _("；").join(parts) + _("。")


def _book(query: Query) -> Book | None:
    try:
        return in_force(now=query.now).book
    except NoRulebook:
        return None


BUILT: Mapping[str, Callable[[Query], Sequence[Sheet]]] = {
    "arrival": _arrival, "penalties": _penalties,
    "settlement": _settlement, "decisions": _decisions, "opinion": _opinion,
}  # fmt: skip

# In which section each table that can be handed out stands.
TABLES: Mapping[str, str] = {
    **dict.fromkeys(("arrival-months", "arrival-regions", "arrival-map", "arrival-people"), "arrival"),
    **dict.fromkeys(("penalty-months", "penalty-clauses", "penalty-people", "penalty-offices"), "penalties"),
    "settlement": "settlement",
    **dict.fromkeys(
        ("decision-months", "decision-clauses", "decision-people", "discretion", "discretion-free"), "decisions"
    ),
    **dict.fromkeys(("complaints", "ratings", "rating-people", "calls", "surveys"), "opinion"),
}

# What a list counts, in words, and the section that leads to it.
LISTS: Mapping[str, tuple[Any, str]] = {
    "limits": (gettext_lazy("到场时限"), "arrival"), "entries": (gettext_lazy("台账"), "penalties"),
    "decisions": (gettext_lazy("裁决"), "decisions"), "choices": (gettext_lazy("裁量的金额"), "decisions"),
    "complaints": (gettext_lazy("投诉"), "opinion"), "ratings": (gettext_lazy("客户评价"), "opinion"),
    "calls": (gettext_lazy("服务后回访"), "opinion"), "visits": (gettext_lazy("主动回访"), "opinion"),
}  # fmt: skip
# What narrows a list, in words.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "outcome": {
        "met": gettext_lazy("按时"), "late": gettext_lazy("超时"), "excused": gettext_lazy("有书面证明"),
        "confirmed": gettext_lazy("确认"), "waived": gettext_lazy("免除"), "revoked": gettext_lazy("确认后撤销"),
        "appealed": gettext_lazy("被申诉"), "granted": gettext_lazy("申诉成立"), "solved": gettext_lazy("已解决"),
        "unsolved": gettext_lazy("未解决"),
        "no_answer": gettext_lazy("无人接听"), "bad": gettext_lazy("反映不实或被收费"),
    },
    "found": {"waiting": gettext_lazy("待核实"), "caused": gettext_lazy("由服务引起"), "unfounded": gettext_lazy("不属实")},
    "where": WHERE, "low": {"1": gettext_lazy("三星以下")},
}  # fmt: skip


def narrowed(given: Mapping[str, str]) -> str:
    """What of a list is shown, where its address says it in a word."""
    told = [str(words[given[key]]) for key, words in WORDS.items() if given.get(key) in words]
    return " · ".join([*(given[key] for key in ("province", "clause") if given.get(key)), *told])
