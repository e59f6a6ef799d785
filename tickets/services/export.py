"""Hand out a queue as a table: an act, told in the journal before a byte leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, scopes_of
from core import exports, journal
from tickets.models import Complaint
from tickets.selectors import Row
from tickets.selectors.enquiries import Asked
from tickets.states import TicketState

MOST = 5000


@transaction.atomic
def export_queue(
    *, rows: Sequence[Row], asked: Mapping[str, str], phones: Mapping[int, str], actor: Person, now: datetime
) -> bytes:
    """The rows of a queue as a workbook; `asked` is what they were narrowed to, `phones` by ticket id.

    Telephone numbers are masked for whom the matrix gives masked exports only.
    """
    full = _told_out(actor, "queue", asked, len(rows), now)
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


@transaction.atomic
def export_enquiries(*, rows: Sequence[Asked], asked: Mapping[str, str], actor: Person, now: datetime) -> bytes:
    """The same for a list of enquiries."""
    full = _told_out(actor, "enquiries", asked, len(rows), now)
    headers = [
        _("编号"), _("状态"), _("来电单位或姓名"), _("联系电话"), _("客户"), _("咨询内容"), _("登记时间"), _("登记人"), _("答复期限"),
        _("答复时间"), _("答复人"), _("答复内容"), _("工单号"),
    ]  # fmt: skip
    return exports.to_xlsx(headers, [_enquiry(row, full) for row in rows], sheet=_("用户咨询"))


def _enquiry(row: Asked, full: bool) -> Sequence[object]:
    one = row.enquiry
    return [
        one.number, one.get_state_display(), one.caller, one.phone if full else masked(one.phone),
        one.customer.name if one.customer else "", one.question, one.logged_at, one.logged_by.name,
        row.deadline.due_at if row.deadline else None, one.answered_at,
        one.answered_by.name if one.answered_by else "", one.answer, one.ticket.number if one.ticket else "",
    ]  # fmt: skip


@transaction.atomic
def export_complaints(*, rows: Sequence[Complaint], asked: Mapping[str, str], actor: Person, now: datetime) -> bytes:
    """The same for a list of complaints."""
    full = _told_out(actor, "complaints", asked, len(rows), now)
    headers = [
        _("编号"), _("状态"), _("投诉对象"), _("重大投诉"), _("投诉人"), _("联系电话"), _("客户"), _("投诉内容"), _("收到时间"),
        _("责任人"), _("承办人"), _("核实人"), _("核实时间"), _("给用户的答复"), _("结案时间"),
    ]  # fmt: skip
    return exports.to_xlsx(headers, [_complaint(row, full) for row in rows], sheet=_("投诉"))


def _complaint(one: Complaint, full: bool) -> Sequence[object]:
    return [
        one.number, one.get_state_display(), one.get_addressee_display(), one.major, one.complainant,
        one.phone if full else masked(one.phone), one.customer.name if one.customer else "", one.content,
        one.received_at, "、".join(person.name for person in one.persons.all()), one.owner.name,
        one.verified_by.name if one.verified_by else "", one.verified_at, one.answer, one.closed_at,
    ]  # fmt: skip


def _told_out(actor: Person, what: str, asked: Mapping[str, str], rows: int, now: datetime) -> bool:
    """Told in the journal before a byte leaves; whether telephone numbers may go with it."""
    authorize(actor, "export", now=now)
    full = "all" in scopes_of(actor, "exports", now=now)
    told = {"what": what, "asked": dict(asked), "rows": rows, "masked": not full}
    journal.record(actor, "export", actor=actor, now=now, data=told)
    return full


def masked(number: str) -> str:
    """138****0021; what is too short to hide anything in is hidden whole."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "****" if number else ""
