"""A report as lines for the terminal: plain columns, Chinese counted as two wide."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from scenarios.whatif.labels import KINDS
from scenarios.whatif.report import Report, gains

EXAMPLES, PERSONS = 10, 20
# Columns from here on hold numbers and are set to the right.
NUMBERS = 1


def lines(report: Report) -> Iterator[str]:
    """The whole report; of people the first twenty, of single differences the first ten."""
    draft, span, total = report["draft"], report["span"], report["total"]
    yield _("以往记录试算：%(title)s 第 %(version)s 版，%(from)s 至 %(to)s") % {**draft, **span}
    yield _("回放 %(count)s 项记录，没有写入任何内容") % {"count": f"{report['looked_at']:,}"}
    yield ""
    yield from _sums(_("合计"), [(_("合计"), total)])
    fewer, more = gains(report)
    yield _("少承担的 %(fewer)s 人，多承担的 %(more)s 人") % {"fewer": fewer, "more": more}
    if not report["kinds"]:
        yield _("没有差别")
    yield from _limits(report["limits"])
    yield from _sums(_("按条款"), [(f"{one['clause']} {one['title']}", one) for one in report["clauses"]])
    yield from _sums(_("按月"), [(one["month"], one) for one in report["months"]])
    people = [one for one in report["persons"] if one["changed"]]
    yield from _sums(_("按人（有差别的）"), [(one["name"], one) for one in people[:PERSONS]])
    yield from _rest(len(people) - PERSONS)
    yield from _changes(report)
    yield from _told(report)


def _limits(moved: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if moved:
        head = [_("重算的时限"), _("条数"), _("现行超时"), _("草案超时"), _("新增超时"), _("不再超时")]
        names = ("counted", "missed_before", "missed_after", "new", "gone")
        yield ""
        yield from columns([head, *([one["title"], *(f"{one[name]:,}" for name in names)] for one in moved)])


def _sums(title: str, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    if rows:
        head = [title, _("现行条数"), _("草案条数"), _("现行金额"), _("草案金额"), _("增减（元）")]
        yield ""
        yield from columns([head, *([name, *_figures(one)] for name, one in rows)])


def _figures(one: Mapping[str, Any]) -> list[str]:
    money = [str(one[name]) for name in ("yuan_before", "yuan_after", "difference")]
    return [f"{one['before']:,}", f"{one['after']:,}", *money]


def _changes(report: Report) -> Iterator[str]:
    if not report["changes"]:
        return
    yield ""
    yield _("差别举例：")
    for one in report["changes"][:EXAMPLES]:
        told = f"  {one['day']} {one['name']} {one['clause']} {one['title']}  {KINDS[one['kind']]}"
        yield told + _yuan(one) + _why(one)
    yield from _rest(sum(report["kinds"].values()) - EXAMPLES)


def _yuan(one: Mapping[str, Any]) -> str:
    return f"  {one['yuan_before'] or '—'} → {one['yuan_after'] or '—'}"


def _why(one: Mapping[str, Any]) -> str:
    told = one["ticket"] or one["subject"]
    return f"  {told}" if told else ""


def _rest(count: int) -> Iterator[str]:
    if count > 0:
        yield _("  另有 %(count)s 项，见 --json 或页面导出") % {"count": f"{count:,}"}


def _told(report: Report) -> Iterator[str]:
    for title, rows in ((_("不能回放的："), [_gap(one) for one in report["gaps"]]), (_("说明："), report["notes"])):
        if rows:
            yield ""
            yield title
            yield from (f"  {row}" for row in rows)


def _gap(one: Mapping[str, Any]) -> str:
    return str(one["text"]) + (_("（%(count)s 项）") % {"count": one["count"]} if one["count"] else "")


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows under each other, numbers to the right."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (
            " " * (width - _width(cell)) + cell if place >= NUMBERS else cell + " " * (width - _width(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "FW" else 1 for letter in text)
