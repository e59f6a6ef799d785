"""A customer reports a fault by the code on the machine: a ticket at once, or a report that a person looks at first.

The user's notice of clause 5 is the instant at which our server received it, also where a person accepts it later:
the customer has told the company, and the time that we take to look is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from accounts.roles import Role
from core import files, transitions
from core.errors import ActError, NotFound, OutOfRange, require
from core.idempotency import KeyReused
from core.journal import CUSTOMER
from core.models import StoredFile
from notifications.services import notify
from tickets.models import Ticket
from tickets.public import tokens
from tickets.public.models import MachineLabel, PublicReport, StatusLink
from tickets.public.services import limits
from tickets.public.states import Flag, ReportState
from tickets.services.intake import report_fault
from tickets.services.status_links import new_link
from tickets.states import Source

MOST_PHOTOS = 6
SAME_TEXT_WITHIN = timedelta(hours=24)
# What everybody writes is no sign of anything.
TELLING_TEXT = 8


@dataclass(frozen=True)
class Sender:
    """Where a report came from: the signed cookie of the phone, the network, and whether the trap was filled."""

    device: str
    address: str
    trapped: bool = False


def send_report(
    *, label: MachineLabel, fault: str, key: str, sender: Sender, now: datetime, contact: str = "", phone: str = "",
    urgent: bool = False, photos: Sequence["File[bytes]"] = (),
) -> StatusLink:  # fmt: skip
    """File what a customer wrote beside a machine; returns the link to its progress.

    The same key again gives the first answer. TooMany where a limit is passed; what is only suspicious is kept for
    a person, starts no clock and tells the customer no less.
    """
    authorize(CUSTOMER, "report_fault", now=now)
    if label.revoked_at:
        raise NotFound(_("这张二维码已停用"))
    require(fault=(fault, _("故障现象")), key=(key, "key"))
    if len(photos) > MOST_PHOTOS:
        text = _("最多上传 %(most)d 张照片") % {"most": MOST_PHOTOS}
        raise OutOfRange(text, details={"photos": text})
    report = _new(label, fault.strip(), contact.strip(), phone, urgent, key, sender, now)
    if known := _sent_before(report):
        return known
    flags = _suspicions(report, sender, now=now)
    try:
        return _keep(report, flags, photos, now=now)
    except IntegrityError:
        # A copy of the same form was quicker by a moment, and its answer is the answer.
        if known := _sent_before(report):
            return known
        raise


def _new(
    label: MachineLabel, fault: str, contact: str, phone: str, urgent: bool, key: str, sender: Sender, now: datetime
) -> PublicReport:
    return PublicReport(
        label=label, machine=label.machine, fault=fault, contact=contact, phone=phone, urgent=urgent, sent_at=now,
        device=tokens.keyed("device", sender.device) if sender.device else "",
        address=tokens.keyed("address", sender.address),
        text_hash=tokens.keyed("text", "".join(fault.split()).casefold()),
        key_hash=tokens.hashed(f"{label.pk}:{sender.device}:{key}"),
    )  # fmt: skip


def _sent_before(report: PublicReport) -> StatusLink | None:
    links = StatusLink.objects.filter(report__key_hash=report.key_hash).select_related("report", "ticket")
    link = links.first()
    if link and link.report and link.report.text_hash != report.text_hash:
        raise KeyReused
    return link


def _suspicions(report: PublicReport, sender: Sender, *, now: datetime) -> list[str]:
    """Everything that speaks for looking first; counts, and raises TooMany."""
    told = {
        Flag.DEVICE: sender.device, Flag.ADDRESS: sender.address, Flag.PHONE: report.phone,
        Flag.MACHINE: str(report.machine_id), Flag.ALL: "all",
    }  # fmt: skip
    flags = limits.pass_or_flag(limits.REPORTS, {str(kind): key for kind, key in told.items()}, now=now)
    if not sender.device:
        flags.append(Flag.NO_DEVICE)
    if sender.trapped:
        flags.append(Flag.TRAP)
    recent = PublicReport.objects.filter(text_hash=report.text_hash, sent_at__gte=now - SAME_TEXT_WITHIN)
    if len(report.fault) >= TELLING_TEXT and recent.exists():
        flags.append(Flag.REPEATED)
    return [str(flag) for flag in flags]


@transaction.atomic
def _keep(report: PublicReport, flags: list[str], photos: Sequence["File[bytes]"], *, now: datetime) -> StatusLink:
    report.save()
    link = new_link(report=report, actor=CUSTOMER, now=now)
    _store(report, photos, now=now)
    ticket = None if flags else _filed(report, now=now)
    if ticket is None:
        _hold(report, flags or [str(Flag.NOT_FILED)], now=now)
    else:
        attach(report, link, ticket)
        transitions.advance(report, "file", actor=CUSTOMER, now=now, ticket=ticket)
        _tell_desk(_("客户扫码报修：%(name)s") % {"name": ticket.customer_name}, ticket, ticket.get_absolute_url(), now)
    return link


def attach(report: PublicReport, link: StatusLink, ticket: Ticket) -> None:
    """Let the customer's link lead to the ticket that his report became."""
    link.ticket = ticket
    link.save(update_fields=["ticket"])


def _filed(report: PublicReport, *, now: datetime) -> Ticket | None:
    """The ticket at once; None where something is missing that only the desk can find out."""
    try:
        with transaction.atomic():
            return file(report, actor=CUSTOMER, now=now)
    except ActError:
        return None


def file(report: PublicReport, *, actor: Any, now: datetime, **located: Any) -> Ticket:
    """The report as a ticket: notified when the customer sent it, whoever files it and when."""
    return report_fault(
        serial=report.machine.serial, fault=report.fault, contact=report.contact, phone=report.phone,
        urgent=report.urgent, source=Source.QR, notified_at=report.sent_at, actor=actor, now=now, **located,
    )  # fmt: skip


def _store(report: PublicReport, photos: Sequence["File[bytes]"], *, now: datetime) -> None:
    kept: list[StoredFile] = []
    try:
        for photo in photos:
            kept.append(files.store_image(photo, report, kind="fault", actor=CUSTOMER, now=now))
    except files.FileRefused as refused:
        # The rows go with the transaction; the files of the pictures before it would stay.
        for stored in kept:
            stored.file.delete(save=False)
        text = _("第 %(number)d 张照片不能使用：%(why)s。请重新选择照片。") % {"number": len(kept) + 1, "why": refused}
        raise files.FileRefused(text, details={"photos": text}) from None


def _hold(report: PublicReport, flags: list[str], *, now: datetime) -> None:
    waiting = PublicReport.objects.filter(state=ReportState.TO_REVIEW).exists()
    transitions.advance(report, "hold", actor=CUSTOMER, now=now, flags=flags, data={"flags": flags})
    # One notice for a queue that begins: a flood of reports must not become a flood of notices.
    if not waiting:
        _tell_desk(_("有扫码报修待核对"), report, reverse("public:reviews"), now)


def _tell_desk(title: str, subject: Any, url: str, now: datetime) -> None:
    notify(about="public_report", title=title, subject=subject, url=url, roles=[Role.LIAISON], now=now)
