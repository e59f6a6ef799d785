"""Every night the journal's chains and the seals of cards are computed again; what does not fit is told."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.roles import Role
from core import heartbeats, journal
from fieldservice import seals
from fieldservice.models import ServiceCard
from notifications.services import notify

MOST_NAMED = 20
ALARMED = [Role.ADMINISTRATOR, Role.AUDITOR]

log = logging.getLogger(__name__)


def verify_journal(*, now: datetime) -> list[journal.Broken]:
    """What does not fit, after telling administrators and auditors; nothing means that the journal is whole."""
    broken = list(journal.verify())
    heartbeats.beat(heartbeats.JOURNAL, now=now, detail={"broken": len(broken)})
    if broken:
        log.error("journal is not as it was written", extra={"broken": len(broken)})
        _alarm(broken, now)
    return broken


def verify_seals(*, now: datetime) -> list[ServiceCard]:
    """Signed cards that do not read as they were signed, after telling the same people."""
    broken = list(seals.broken())
    heartbeats.beat(heartbeats.SEALS, now=now, detail={"broken": len(broken)})
    if broken:
        log.error("service cards are not as they were signed", extra={"broken": len(broken)})
        title = _("服务卡封存校验未通过：%(count)s 张与签字时不符") % {"count": len(broken)}
        named = "\n".join(card.number for card in broken[:MOST_NAMED])
        notify(about="alarm", title=title, text=named, subject=broken[0], roles=ALARMED, now=now)
    return broken


def _alarm(broken: list[journal.Broken], now: datetime) -> None:
    named = "\n".join(f"{row.what}: {row.subject.type} {row.subject.id} #{row.seq}" for row in broken[:MOST_NAMED])
    title = _("操作日志校验未通过：%(count)s 处与原记录不符") % {"count": len(broken)}
    notify(about="alarm", title=title, text=named, subject=broken[0].subject, roles=ALARMED, now=now)

