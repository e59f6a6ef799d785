"""How long the steps take, as a table with a bar in each row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.cells import Cell, Column, Row, Segment, Table, count, per_cent
from figures.links import behind
from figures.period import Period
from figures.selectors.times import StepTime

HOUR, TENTH = timedelta(hours=1), Decimal("0.1")


def by_step(times: Sequence[StepTime], period: Period, *, now: datetime) -> Table:
    longest = max((one.most for one in times if one.most), default=Decimal(0))
    rows = [Row(_step(one, longest, period, now), "is-slowest" if one.slowest else "") for one in times]
    columns = (
        Column(_("环节")), Column(_("起止")), Column(_("用时"), drawn=True), Column(_("份数"), "count"),
        Column(_("中位（小时）"), "hours"), Column(_("90% 不超过（小时）"), "hours"), Column(_("现在等待"), "count"),
        Column(_("最久已等（小时）"), "hours"),
    )  # fmt: skip
    return Table("steps", _("各环节用时"), columns, rows)


def _step(one: StepTime, longest: Decimal, period: Period, now: datetime) -> Sequence[Cell]:
    waited = None if one.since is None else Decimal((now - one.since) / HOUR).quantize(TENTH)
    return (
        Cell(str(one.step.label), pill=_("最慢") if one.slowest else ""), Cell(str(one.step.span)),
        Cell(None, bar=_bar(one, longest)), count(one.papers), Cell(one.median, "hours"), Cell(one.most, "hours"),
        count(one.waiting, behind("waiting", period, step=one.step.code)), Cell(waited, "hours"),
    )  # fmt: skip


def _bar(one: StepTime, longest: Decimal) -> Sequence[Segment]:
    """The 90 % quantile light, the median dark upon it."""
    if not longest or one.median is None or one.most is None:
        return ()
    return tuple(
        Segment("0%", per_cent(max(hours * 100 / longest, Decimal("0.4"))), tone, f"{title} {hours}")
        for hours, tone, title in ((one.most, "tone-most", "90%"), (one.median, "tone-median", _("中位")))
    )
