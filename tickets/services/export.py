"""Hand out a queue as a table: an act, told in the journal before a byte leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, scopes_of
from core import exports, journal
from tickets.selectors import Row
from tickets.states import TicketState

MOST = 5000


@transaction.atomic
def export_queue(
    *, rows: Sequence[Row], asked: Mapping[str, str], phones: Mapping[int, str], actor: Person, now: datetime
) -> bytes:
    """The rows of a queue as a workbook; `asked` is what they were narrowed to, `phones` by ticket id.

    Telephone numbers are masked for whom the matrix gives masked exports only.
    """
    authorize(actor, "export", now=now)
    full = "all" in scopes_of(actor, "exports", now=now)
    told = {"what": "queue", "asked": dict(asked), "rows": len(rows), "masked": not full}
    journal.record(actor, "export", actor=actor, now=now, data=told)
    headers = [
        _("工单号"), _("状态"), _("等待"), _("客户"), _("国家"), _("省份"), _("地址"), _("区域"), _("型号"), _("出厂编号"), _("故障"),
        _("急需"), _("服务人员"), _("联系电话"), _("用户通知时间"), _("到期"), _("超时"),
    ]  # fmt: skip
    return exports.to_xlsx(headers, [_line(row, phones.get(row.pk, ""), full, now) for row in rows], sheet=_("工单"))


def _line(row: Row, phone: str, full: bool, now: datetime) -> Sequence[object]:
    return [
        row.number, str(TicketState(row.state).label), row.waiting, row.customer, row.country, row.place, row.address,
        row.zone, row.model, row.serial, row.fault, row.urgent, row.engineer, phone if full else masked(phone),
        row.notified_at, row.due_at, row.late(now),
    ]  # fmt: skip


def masked(number: str) -> str:
    """138****0021; what is too short to hide anything in is hidden whole."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "****" if number else ""
