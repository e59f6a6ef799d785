"""Every night the journal's chains are computed again; whoever must know is told when one does not fit."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.roles import Role
from core import heartbeats, journal
from notifications.services import notify

MOST_NAMED = 20

log = logging.getLogger(__name__)


def verify_journal(*, now: datetime) -> list[journal.Broken]:
    """What does not fit, after telling administrators and auditors; nothing means that the journal is whole."""
    broken = list(journal.verify())
    heartbeats.beat(heartbeats.JOURNAL, now=now, detail={"broken": len(broken)})
    if broken:
        log.error("journal is not as it was written", extra={"broken": len(broken)})
        _alarm(broken, now)
    return broken


def _alarm(broken: list[journal.Broken], now: datetime) -> None:
    named = "\n".join(f"{row.what}: {row.subject.type} {row.subject.id} #{row.seq}" for row in broken[:MOST_NAMED])
    title = _("操作日志校验未通过：%(count)s 处与原记录不符") % {"count": len(broken)}
    to = [Role.ADMINISTRATOR, Role.AUDITOR]
    notify(about="alarm", title=title, text=named, subject=broken[0].subject, roles=to, now=now)

