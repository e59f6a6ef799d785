"""Kept and missed arrival limits as tables: by month, by place, both at once, and by engineer (5, 6.2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.cells import Cell, Column, Row, Segment, Table, count, part, per_cent
from figures.columns import Columns, Kind, Month, columns_chart
from figures.links import service
from figures.period import Period, only, told_months
from figures.ratios import percent
from figures.selectors.arrivals import Engineer, Kept, Place, summed
from rulebook.book import Book
from rulebook.zones import title_of

# From which share on a cell of the map is tinted as good or as fair.
GOOD, FAIR = 95, 80
COUNTS = ("met", "late", "excused")


def columns_of(first: str, *, drawn: bool = False) -> Sequence[Column]:
    bar = (Column(_("按时与超时"), drawn=True),) if drawn else ()
    return (Column(first), *bar, Column(_("到场时限"), "count"), Column(_("按时"), "count"), Column(_("超时"), "count"),
            Column(_("其中有书面证明"), "count"), Column(_("达标率"), "share"))  # fmt: skip


def by_month(places: Sequence[Place], period: Period) -> Table:
    sums = summed(places, lambda place: place.month)
    rows = []
    for month in told_months(period, sums):
        kept = sums.get(f"{month:%Y-%m}", Kept())
        rows.append(Row((Cell(f"{month:%Y-%m}"), *_figures(kept, only(month)))))
    total = sum(sums.values(), Kept())
    foot = (Row((Cell(_("合计")), *_figures(total, period)), "is-total"),)
    return Table("arrival-months", _("到场达标（按月份）"), columns_of(_("月份")), rows, foot)


def chart(places: Sequence[Place], period: Period) -> Columns | None:
    sums = summed(places, lambda place: place.month)
    months = [
        Month(name, {"tone-met": kept.met, "tone-excused": kept.excused, "tone-late": kept.late - kept.excused},
              percent(kept.met, kept.count) if kept.count else None)
        for name, kept in ((f"{m:%Y-%m}", sums.get(f"{m:%Y-%m}", Kept())) for m in told_months(period, sums))
    ]  # fmt: skip
    kinds = (Kind("tone-met", _("按时")), Kind("tone-excused", _("超时，有书面证明")), Kind("tone-late", _("超时")))
    total = sum(sums.values(), Kept())
    told = {"count": total.count, "share": percent(total.met, total.count)}
    summary = _("%(count)d 个到场时限，达标率 %(share)s %%") % told
    return columns_chart(months, kinds, line=_("达标率"), whole=True, summary=summary)


def by_region(places: Sequence[Place], period: Period, book: Book | None) -> Table:
    """Provinces, those with the most missed limits first; the zones of the book as sums."""
    sums = summed(places, lambda place: place.province)
    longest = max((kept.count for kept in sums.values()), default=0)
    ordered = sorted(sums.items(), key=lambda one: (-one[1].late, -one[1].count, one[0]))
    rows = [
        Row((Cell(name or _("未登记省份")), Cell(None, bar=_bar(kept, longest)),
             *_figures(kept, period, province=name or "-")))
        for name, kept in ordered
    ]  # fmt: skip
    zones = sorted(summed(places, lambda place: place.zone).items())
    foot = [
        Row((Cell(title_of(book, zone) if book else zone), Cell(None), *_figures(kept, period, zone=zone)), "is-part")
        for zone, kept in zones
    ]  # fmt: skip
    total = sum(sums.values(), Kept())
    foot.append(Row((Cell(_("合计")), Cell(None), *_figures(total, period)), "is-total"))
    return Table("arrival-regions", _("到场达标（按区域）"), columns_of(_("现场省份"), drawn=True), rows, foot)


def by_region_and_month(places: Sequence[Place], period: Period) -> Table:
    """The share of each province in each month; the tint repeats the figure."""
    sums = summed(places, lambda place: (place.province, place.month))
    regions = summed(places, lambda place: place.province)
    ordered = sorted(regions, key=lambda name: (-regions[name].count, name))
    months = summed(places, lambda place: place.month)
    shown = told_months(period, months)
    rows = [Row((Cell(name or _("未登记省份")), *_line(sums, name, shown))) for name in ordered]
    foot = Row((Cell(_("全部")), *(_share(months.get(f"{month:%Y-%m}")) for month in shown)), "is-total")
    columns = (Column(_("现场省份")), *(Column(f"{month:%y-%m}", "share") for month in shown))
    return Table("arrival-map", _("达标率（区域 × 月份）"), columns, rows, (foot,) if rows else ())


def _line(sums: Mapping[tuple[str, str], Kept], province: str, months: Sequence[date]) -> Sequence[Cell]:
    found = []
    for month in months:
        kept = sums.get((province, f"{month:%Y-%m}"))
        url = service("limits", only(month), province=province or "-") if kept else ""
        found.append(_share(kept, url))
    return found


def _share(kept: Kept | None, url: str = "") -> Cell:
    if kept is None or not kept.count:
        return Cell(None, "share")
    value = percent(kept.met, kept.count)
    tone = "is-good" if value >= GOOD else "is-fair" if value >= FAIR else "is-poor"
    return Cell(value, "share", url, tone=tone)


def by_engineer(engineers: Sequence[Engineer], period: Period) -> Table:
    longest = max((one.kept.count for one in engineers), default=0)
    rows = [
        Row((Cell(one.name or _("未派工")), Cell(None, bar=_bar(one.kept, longest)),
             *_figures(one.kept, period, person=one.key)))
        for one in engineers
    ]  # fmt: skip
    total = sum((one.kept for one in engineers), Kept())
    foot = (Row((Cell(_("合计")), Cell(None), *_figures(total, period)), "is-total"),)
    return Table("arrival-people", _("到场达标（按服务人员）"), columns_of(_("服务人员"), drawn=True), rows, foot)


def _figures(kept: Kept, period: Period, **key: str | int) -> Sequence[Cell]:
    return (
        count(kept.count, service("limits", period, **key)),
        *(count(getattr(kept, name), service("limits", period, outcome=name, **key)) for name in COUNTS),
        part(kept.met, kept.count),
    )  # fmt: skip


def _bar(kept: Kept, longest: int) -> Sequence[Segment]:
    found, before = [], Decimal(0)
    for tone, value, label in (
        ("tone-met", kept.met, _("按时")), ("tone-excused", kept.excused, _("超时，有书面证明")),
        ("tone-late", kept.late - kept.excused, _("超时")),
    ):  # fmt: skip
        if value and longest:
            width = Decimal(value) * 100 / longest
            found.append(Segment(per_cent(before), per_cent(width), tone, f"{label} {value}"))
            before += width
    return found
