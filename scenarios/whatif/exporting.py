"""The tables of an answer as workbooks hold them: headers and rows, amounts as numbers, instants as instants."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import NotFound
from scenarios.whatif.labels import KINDS

Row = Mapping[str, Any]
TITLES = {
    "persons": gettext_lazy("按人"), "clauses": gettext_lazy("按条款"), "months": gettext_lazy("按月"),
    "changes": gettext_lazy("差别明细"),
}  # fmt: skip


def table(report: Row, name: str) -> tuple[str, list[str], list[list[Any]]]:
    """Title, headers and rows of one table; NotFound for any other or before there is an answer."""
    if name not in TITLES or not report:
        raise NotFound
    heads, cells = _columns(name)
    return str(TITLES[name]), [str(head) for head in heads], [cells(one) for one in report[name]]


def _columns(name: str) -> tuple[Sequence[str], Callable[[Row], list[Any]]]:
    if name == "changes":
        return _changes()
    named: dict[str, tuple[list[str], Callable[[Row], list[Any]]]] = {
        "persons": ([_("姓名")], lambda one: [one["name"]]),
        "clauses": ([_("条款"), _("内容")], lambda one: [one["clause"], one["title"]]),
        "months": ([_("月份")], lambda one: [one["month"]]),
    }
    heads, cells = named[name]
    figures = [_("现行条数"), _("草案条数"), _("现行金额（元）"), _("草案金额（元）"), _("增减（元）"), _("有差别的项")]
    return [*heads, *figures], lambda one: [*cells(one), *_figures(one)]


def _figures(one: Row) -> list[Any]:
    money = [Decimal(one[name]) for name in ("yuan_before", "yuan_after", "difference")]
    return [one["before"], one["after"], *money, one["changed"]]


def _changes() -> tuple[Sequence[str], Callable[[Row], list[Any]]]:
    heads = [
        _("差别"), _("日期"), _("姓名"), _("条款"), _("考核"), _("工单或单据"), _("现行金额（元）"), _("草案金额（元）"), _("现行算式"),
        _("草案算式"), _("现行到期"), _("草案到期"), _("实际办到"),
    ]  # fmt: skip
    return heads, _change


def _change(one: Row) -> list[Any]:
    money = [None if one[name] is None else Decimal(one[name]) for name in ("yuan_before", "yuan_after")]
    instants = [_instant(one[name]) for name in ("due_before", "due_after", "done_at")]
    return [
        str(KINDS[one["kind"]]), date.fromisoformat(one["day"]), one["name"], one["clause"], one["title"],
        one["ticket"] or one["subject"], *money, one["formula_before"], one["formula_after"], *instants,
    ]  # fmt: skip


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
