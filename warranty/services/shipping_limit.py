"""The limit of 6.6b: what goes by freight or coach leaves by the end of the next day; a reminder, never a penalty."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.journal import Actor
from core.subjects import Subject
from core.worktime.table import Listed
from deadlines import services as deadlines
from rulebook.limits import due_of
from rulebook.selectors import in_force
from rulebook.warnings import warn_at
from warranty.models import Claim
from warranty.selectors.claims import SHIPPING

EVENT = "deadline.shipping.missed"
# A claim is handed over once.
OCCURRENCE = ""


def start_limit(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """From the hand-over; none for a courier, and none where the book has no such limit."""
    version, facts = in_force(now=now), {"claim.mode": claim.mode}
    limit = due_of(version.book, SHIPPING, start=now, facts=facts, days=Listed())
    if limit is None:
        return
    title = _("三包单 %(number)s") % {"number": claim.number}
    deadlines.start(
        kind=SHIPPING, event=EVENT, subject=Subject.of(claim), occurrence=OCCURRENCE, clause=limit.clause,
        version=version, person=None, facts={"title": title, "ticket": claim.ticket_id, **facts},
        formula={"start": now.isoformat(), "text": limit.formula, "clause": limit.clause, "due": limit.at.isoformat()},
        start_at=now, due_at=limit.at, warn_at=limit.warn_at or warn_at(now, limit.at, None), actor=actor, now=now,
    )  # fmt: skip


def stop_limit(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """It is on its way."""
    deadlines.stop(
        kind=SHIPPING, subject=Subject.of(claim), occurrence=OCCURRENCE, at=now, actor=actor, now=now
    )
