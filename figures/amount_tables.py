"""Confirmed amounts as tables: by month, clause, person and office, which add up to the same sum (9)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from figures.cells import Cell, Column, Row, Table, count, money, share
from figures.columns import Columns, Kind, Month, columns_chart
from figures.links import service
from figures.pareto import Ranked, pareto
from figures.period import Period, only, told_months
from figures.selectors.amounts import NOTHING, Charged, Part, summed
from penalties.states import EntryKind
from rulebook.book import Book
from rulebook.selectors import clause_text

WHOLE = Decimal("100.0")


def columns_of(first: str) -> Sequence[Column]:
    return (
        Column("#", "rank"), Column(first), Column(_("笔数"), "count"), Column(_("考核（元）"), "money"),
        Column(_("挂账、损失、没收（元）"), "money"), Column(_("其中冲销（元）"), "money"), Column(_("合计（元）"), "money"),
        Column(_("占比"), "share"), Column(_("累计占比"), "share"),
    )  # fmt: skip


def by_month(parts: Sequence[Part], period: Period) -> Table:
    sums = {one.key: one for one in summed(parts, lambda part: (part.month, part.month))}
    rows = []
    for month in told_months(period, sums):
        name = f"{month:%Y-%m}"
        rows.append(Row((Cell(name), *_kinds(sums.get(name, Charged(name)), only(month)))))
    total = sum(sums.values(), Charged(""))
    columns = (
        Column(_("月份")), Column(_("笔数"), "count"), *(Column(kind.label, "money") for kind in EntryKind),
        Column(_("其中冲销"), "money"), Column(_("合计（元）"), "money"),
    )  # fmt: skip
    foot = Row((Cell(_("合计")), *_kinds(total, period)), "is-total")
    return Table("penalty-months", _("考核金额（按台账月份）"), columns, rows, (foot,))


def _kinds(one: Charged, period: Period) -> Sequence[Cell]:
    kinds = [money(one.sums.get(kind, NOTHING), service("entries", period, kind=kind)) for kind in EntryKind.values]
    return (count(one.entries, service("entries", period)), *kinds, money(one.reversed),
            money(one.amount, service("entries", period)))  # fmt: skip


def chart(parts: Sequence[Part], period: Period) -> Columns | None:
    sums = {one.key: one for one in summed(parts, lambda part: (part.month, part.month))}
    months = [
        Month(name, {f"tone-{kind}": one.sums.get(kind, NOTHING) for kind in EntryKind.values})
        for name, one in (
            (name, sums.get(name, Charged(name))) for name in (f"{m:%Y-%m}" for m in told_months(period, sums))
        )
    ]
    kinds = [Kind(f"tone-{kind}", kind.label) for kind in EntryKind]
    total = sum((one.amount for one in sums.values()), NOTHING)
    return columns_chart(months, kinds, unit=_("元"), summary=_("共 %(sum)s 元") % {"sum": f"{total:,}"})


def clauses(parts: Sequence[Part], book: Book | None) -> Sequence[Charged]:
    return summed(parts, lambda part: (part.clause, clause_name(part.clause, book)))


def offices(parts: Sequence[Part]) -> Sequence[Charged]:
    return summed(parts, lambda part: (part.office, part.office_name or _("公司直属")))


def clause_name(clause: str, book: Book | None) -> str:
    """9.4 月度资料, as the book in force calls it."""
    told = clause_text(book, clause) if book else None
    return f"{clause} {told.title}" if told else clause


def by_clause(cut: Sequence[Charged], period: Period) -> Table:
    return _table("penalty-clauses", _("考核金额（按条款）"), _("条款"), cut, period, lambda key: {"clause": key})


def by_person(cut: Sequence[Charged], period: Period) -> Table:
    return _table("penalty-people", _("考核金额（按人员）"), _("人员"), cut, period, lambda key: {"person": key})


def by_office(cut: Sequence[Charged], period: Period) -> Table:
    return _table("penalty-offices", _("考核金额（按办事处）"), _("办事处"), cut, period, lambda key: {"office": key})


def _table(
    slug: str, title: str, first: str, cut: Sequence[Charged], period: Period, named: Callable[[Any], dict[str, Any]]
) -> Table:
    rows = [_row(one, period, named(one.item.key)) for one in pareto(cut)]
    whole = sum(cut, Charged(""))
    foot = Row((Cell(None, "rank"), Cell(_("合计")), *_sums(whole, period, {}), share(WHOLE), share(None)), "is-total")
    return Table(slug, title, columns_of(first), rows, (foot,) if rows else ())


def _row(one: Ranked[Charged], period: Period, key: dict[str, Any]) -> Row:
    cells = (Cell(one.rank, "rank"), Cell(one.item.label), *_sums(one.item, period, key), share(one.share),
             share(one.cumulative))  # fmt: skip
    return Row(cells, "is-vital" if one.vital else "")


def _sums(one: Charged, period: Period, key: dict[str, Any]) -> Sequence[Cell]:
    url = service("entries", period, **key)
    fines = money(one.sums.get(EntryKind.FINE, NOTHING), service("entries", period, kind=EntryKind.FINE.value, **key))
    return count(one.entries, url), fines, money(one.others), money(one.reversed), money(one.amount, url)
