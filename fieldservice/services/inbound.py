"""receive_messages: what engineers without network send by SMS becomes the same daily report (clause 9.1)."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.selectors import engineers
from core import cells
from core.errors import ActError, NotAllowed
from fieldservice import sms_text
from fieldservice.models import CallbackNonce, DailyReport, InboundMessage
from fieldservice.services.daily_reports import send_daily_report
from fieldservice.sms_gateways import Inbound
from fieldservice.states import ReportChannel
from notifications.services import notify

NONCES_KEPT = timedelta(days=1)
FORM = "客户，联系人，电话，设备状况，地点"

log = logging.getLogger(__name__)


class Replayed(NotAllowed):
    """A callback that was taken already."""

    code = "replayed"


@transaction.atomic
def use_nonce(nonce: str, *, now: datetime) -> None:
    """Take a callback's nonce, for good; Replayed where it was taken before."""
    try:
        with transaction.atomic():
            CallbackNonce.objects.create(nonce=nonce, at=now)
    except IntegrityError:
        raise Replayed from None


def forget_nonces(*, now: datetime) -> int:
    """Remove those whose callbacks would be too old anyway; returns how many."""
    removed, _rows = CallbackNonce.objects.filter(at__lt=now - NONCES_KEPT).delete()
    return removed


def receive_messages(*, gateway: str, messages: Iterable[Inbound], now: datetime) -> list[InboundMessage]:
    """Keep every message once, and make a daily report of each that is one; returns those that were new.

    Whoever sent less than the book asks is told what is missing. The day is that of receipt here, whenever it was sent.
    """
    return [kept for message in messages if (kept := _receive(gateway, message, now))]


def _receive(gateway: str, message: Inbound, now: datetime) -> InboundMessage | None:
    if InboundMessage.objects.filter(gateway=gateway, message_id=message.key).exists():
        return None
    try:
        with transaction.atomic():
            return _take(gateway, message, now)
    except IntegrityError:
        # Another copy of the same push was quicker by a moment.
        log.info("message %s of %s came twice at once", message.key, gateway)
        return None


def _take(gateway: str, message: Inbound, now: datetime) -> InboundMessage:
    engineer = sender_of(message.phone, now=now)
    report, refusal = _reported(engineer, message, now) if engineer else (None, _("不是在册服务人员的手机号"))
    kept = InboundMessage.objects.create(
        gateway=gateway, message_id=message.key, phone=message.phone, text=message.text, sent_at=message.sent_at,
        received_at=now, engineer=engineer, report=report, refusal=refusal[:200],
    )  # fmt: skip
    if engineer and refusal:
        text = _("%(why)s。请按“%(form)s”的格式重发，或在手机端填报") % {"why": refusal, "form": FORM}
        notify(about="report_incomplete", title=_("您的行踪短信未登记"), text=text, subject=kept, url="/m/daily/",
               to=[engineer], now=now)  # fmt: skip
    return kept


def sender_of(phone: str, *, now: datetime) -> Person | None:
    """The engineer with this number; nobody where two have it."""
    found = [person for person in engineers(now).exclude(phone="") if _same(person.phone, phone)]
    return found[0] if phone and len(found) == 1 else None


def _same(kept: str, phone: str) -> bool:
    try:
        return cells.phone(kept) == phone
    except cells.CellError:
        return False


def _reported(engineer: Person, message: Inbound, now: datetime) -> tuple[DailyReport | None, str]:
    """The report, or why there is none."""
    try:
        told: dict[str, Any] = dict(sms_text.read(message.text))
        return send_daily_report(
            **told, channel=ReportChannel.SMS, device_time=message.sent_at, actor=engineer, now=now
        ), ""  # fmt: skip
    except ActError as error:
        return None, str(error)
