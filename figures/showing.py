"""The analysis as its page shows it: one section at a time, each a few sheets with a drawing and a table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures import cost_tables, return_tables, time_tables
from figures.cells import Table
from figures.charts import MOST, pareto_chart
from figures.pareto import pareto
from figures.period import Period
from figures.selectors.costs import Cost, costs
from figures.selectors.returns import outcomes, owing
from figures.selectors.times import step_times
from figures.sheets import Sheet
from figures.steps import BY_CODE
from warranty.states import OldPartState

SECTIONS = {"cost": gettext_lazy("三包费用"), "times": gettext_lazy("各环节用时"), "parts": gettext_lazy("旧件")}


def section(name: str, period: Period, *, now: datetime) -> Sequence[Sheet]:
    """The sheets of a section; none where there is nothing to tell."""
    found: Sequence[Sheet] = BUILT[name](period, now)
    return found


def _cost(period: Period, now: datetime) -> Sequence[Sheet]:
    told = costs(period)
    if not (told.departments or told.models):
        return ()
    cuts: tuple[tuple[Callable[..., Table], Sequence[Cost]], ...] = (
        (cost_tables.by_department, told.departments), (cost_tables.by_model, told.models),
        (cost_tables.by_part, told.parts),
    )  # fmt: skip
    none = _("这段时间没有已签字的三包单。")
    return [Sheet(build(told, period), chart=pareto_chart(pareto(cut)), empty=none, most=MOST) for build, cut in cuts]


def _times(period: Period, now: datetime) -> Sequence[Sheet]:
    times = step_times(period)
    if not any(one.papers or one.waiting for one in times):
        return ()
    hint = _(
        "用时按自然时间计，取所选月份内提交的报告、申请和开出的三包单；等待的是现在的全部。深色为中位，浅色为 90% 所在。"
    )
    return [Sheet(time_tables.by_step(times, period, now=now), hint)]


def _parts(period: Period, now: datetime) -> Sequence[Sheet]:
    owed, fates = owing(now=now), outcomes(period)
    if not owed and not any(pile.count for pile in fates.values()):
        return ()
    none = _("所有旧件都已返回或免返。")
    return [
        Sheet(return_tables.by_engineer(owed, period), _("现在未返回的全部旧件，超期价款多的在前。"), empty=none),
        Sheet(return_tables.by_outcome(fates, period), _("所选月份内完工所换下的旧件。"), empty=_("这段时间没有换下旧件。")),
    ]  # fmt: skip


BUILT: Mapping[str, Callable[[Period, datetime], Sequence[Sheet]]] = {"cost": _cost, "times": _times, "parts": _parts}

# How each table that can be handed out is built.
TABLES: Mapping[str, Callable[[Period, datetime], Table]] = {
    "department": lambda period, now: cost_tables.by_department(costs(period), period),
    "model": lambda period, now: cost_tables.by_model(costs(period), period),
    "part": lambda period, now: cost_tables.by_part(costs(period), period),
    "steps": lambda period, now: time_tables.by_step(step_times(period), period, now=now),
    "owed": lambda period, now: return_tables.by_engineer(owing(now=now), period),
    "outcomes": lambda period, now: return_tables.by_outcome(outcomes(period), period),
}

# What a list of papers counts, in words.
LISTS: Mapping[str, Any] = {
    "claims": gettext_lazy("已签字的三包单"), "fees": gettext_lazy("已批准的现场服务费"),
    "purchases": gettext_lazy("已核销的急需购件"), "waiting": gettext_lazy("现在等待的单据"),
    "owed": gettext_lazy("未返回的旧件"), "replaced": gettext_lazy("换下的旧件"),
}  # fmt: skip
# Lists of what stands so now, whatever months are chosen.
OF_NOW = {"waiting", "owed"}


def narrowed(given: Mapping[str, str]) -> str:
    """What of a list is shown, where its address says it in a word: step, age or result."""
    if given.get("step") in BY_CODE:
        return str(BY_CODE[given["step"]].label)
    if given.get("age") in return_tables.AGES:
        return str(return_tables.AGES[given["age"]][0])
    return str(OldPartState(given["state"]).label) if given.get("state") in OldPartState.values else ""
