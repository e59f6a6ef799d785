"""The signed link under which a customer follows his ticket without an account (reliability S11, S16)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal, transitions
from core.errors import NotFound
from core.journal import Actor
from tickets.models import Ticket
from tickets.public import tokens
from tickets.public.models import PublicReport, StatusLink

PURPOSE = "status"


@transaction.atomic
def send_status_link(*, ticket: Ticket, actor: Actor, now: datetime) -> StatusLink:
    """The link of a ticket, made where there is none; a person copies it into his own message to the customer."""
    authorize(actor, "send_status_link", now=now)
    transitions.lock(ticket)
    link = current_link(ticket)
    if link is None:
        link = new_link(ticket=ticket, version=_next_version(ticket), actor=actor, now=now)
        journal.record(ticket, "send_status_link", actor=actor, now=now, data={"version": link.version})
    return link


@transaction.atomic
def revoke_status_link(*, ticket: Ticket, actor: Actor, now: datetime) -> StatusLink:
    """Whoever has the link sees nothing any more; a new one has another address."""
    authorize(actor, "revoke_status_link", now=now)
    transitions.lock(ticket)
    link = current_link(ticket)
    if link is None:
        raise NotFound(_("工单 %(number)s 没有在用的进度链接") % {"number": ticket.number})
    link.revoked_at, link.revoked_by_id = now, actor.pk
    link.save(update_fields=["revoked_at", "revoked_by"])
    journal.record(ticket, "revoke_status_link", actor=actor, now=now, data={"version": link.version})
    return link


def status_link(ticket: Ticket) -> str:
    """The address under which the customer follows `ticket`; empty where no link is in use."""
    link = current_link(ticket)
    return address_of(link) if link else ""


def address_of(link: StatusLink) -> str:
    """The whole address of a link; empty where the key that it was made with is gone."""
    token = token_of(link)
    return settings.PUBLIC_URL.rstrip("/") + reverse("public:status", args=[token]) if token else ""


def token_of(link: StatusLink) -> str:
    return tokens.remade(PURPOSE, link.salt, link.token_hash)


def current_link(ticket: Ticket) -> StatusLink | None:
    return StatusLink.objects.filter(ticket=ticket, revoked_at=None).first()


def new_link(
    *, actor: Actor, now: datetime, ticket: Ticket | None = None, report: PublicReport | None = None, version: int = 1
) -> StatusLink:
    """A fresh link to a ticket, or to a report that is no ticket yet."""
    salt = tokens.fresh_salt()
    return StatusLink.objects.create(
        ticket=ticket, report=report, version=version, salt=salt,
        token_hash=tokens.hashed(tokens.token(PURPOSE, salt)), issued_at=now, issued_by_id=actor.pk,
    )  # fmt: skip


def _next_version(ticket: Ticket) -> int:
    last = StatusLink.objects.filter(ticket=ticket).order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1
