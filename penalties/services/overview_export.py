"""export_overview: the month's work list as a table, as it stands now; told in the journal before a byte leaves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import exports, journal
from core.templatetags.clockwork import stamp
from fieldservice import months
from fieldservice.states import DocumentKind
from penalties.month_overview import overview
from penalties.month_rows import Cell, Row


@transaction.atomic
def export_overview(*, month: str, actor: Person, now: datetime) -> bytes:
    """One row per engineer of an open or closed month: papers with their receipt, checks, score, what is undecided.

    Raises NotAllowed, OutOfRange for what is no month.
    """
    authorize(actor, "export_overview", now=now)
    months.first_day(month)
    rows = overview(month, {}, now=now).rows
    journal.record(actor, "export", actor=actor, now=now,
                   data={"what": "month_overview", "month": month, "people": len(rows)})  # fmt: skip
    return exports.to_xlsx(_headers(), [_line(month, row) for row in rows], sheet=month)


def _headers() -> list[str]:
    papers = [text for kind in DocumentKind for text in (str(kind.label), _("%s收到时间") % kind.label)]
    return [
        _("月份"), _("工号"), _("姓名"), *papers, _("卡数"), _("待核服务卡"), _("不计工作量"), _("应交回访单"),
        _("缺回访单"), _("申报（元）"), _("申报行数"), _("行踪不符行数"), _("待裁决考核"), _("得分"), _("待办"),
        _("应付（元）"), _("结算单确认时间"),
    ]  # fmt: skip


def _line(month: str, row: Row) -> Sequence[object]:
    papers = [value for cell in row.cells for value in _told(cell)]
    receipt = getattr(row.statement, "receipt", None)
    return [
        month, row.person.employee_no, row.person.name, *papers, row.cards, row.to_compare, row.cards_lost,
        row.sheets_due, row.sheets_missing, row.claimed, row.lines, row.lines_refused, row.open_penalties,
        "" if row.score is None else row.score, "；".join(row.todo), row.statement.net if row.statement else "",
        stamp(receipt.at) if receipt else "",
    ]  # fmt: skip


def _told(cell: Cell) -> tuple[str, str]:
    return cell.label, stamp(cell.document.received_at) if cell.document else ""
