"""A person looks at reports that seemed abuse: accepts one as a ticket, or says why it is none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import transitions
from core.errors import require
from tickets.models import Ticket
from tickets.public.models import PublicReport, StatusLink
from tickets.public.services.reporting import attach, file


@transaction.atomic
def accept_public_report(
    *, report: PublicReport, actor: Person, now: datetime, site_province: str | None = None
) -> Ticket:
    """File the report after all; its clock runs from when the customer sent it (5e), so looking late is our delay."""
    authorize(actor, "accept_public_report", now=now)
    locked = transitions.claim(report, "file")
    ticket = file(locked, actor=actor, now=now, site_province=site_province or None)
    attach(locked, StatusLink.objects.get(report=locked), ticket)
    locked.decided_by, locked.decided_at = actor, now
    transitions.advance(locked, "file", actor=actor, now=now, act="accept_public_report", ticket=ticket)
    return ticket


@transaction.atomic
def dismiss_public_report(*, report: PublicReport, reason: str, actor: Person, now: datetime) -> PublicReport:
    """No fault of ours: spam, a test, or the same fault once more. The reason stays in the house."""
    authorize(actor, "dismiss_public_report", now=now)
    locked = transitions.claim(report, "dismiss")
    require(reason=(reason, _("原因")))
    locked.decided_by = actor
    return transitions.advance(
        locked, "dismiss", actor=actor, now=now, act="dismiss_public_report", reason=reason, why=reason.strip(), at=now
    )
