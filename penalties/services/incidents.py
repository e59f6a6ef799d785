"""Record what only a person can report, and complete it later."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import files, journal, transitions
from core.errors import OutOfRange, require
from core.money import yuan
from core.numbering import next_number
from core.subjects import Subject
from fieldservice.models import ServiceCard
from judgement.services import FactInput, amend_fact, record_fact
from penalties.models import Incident
from penalties.states import IncidentKind
from rulebook.selectors import in_force
from tickets.models import Complaint, Ticket
from warranty.models import AnomalyReport

PAPERS = (ServiceCard, AnomalyReport)


@transaction.atomic
def record_incident(
    *,
    kind: str,
    person: Person,
    facts: str,
    evidence: "Sequence[File[bytes]]",
    actor: Person,
    now: datetime,
    about: models.Model | None = None,
    happened_at: datetime | None = None,
    claim: bool = True,
    proceeds: Decimal | None = None,
    assessed_loss: Decimal | None = None,
) -> Incident:
    """Record a breach with its evidence (pictures or PDF, at least one) and let the book judge it.

    `about` is the ticket, card, report or complaint it belongs to. Unknown proceeds or losses may come later by
    `amend_incident`. Raises Incomplete, OutOfRange, NotAllowed.
    """
    authorize(actor, "record_incident", now=now)
    require(kind=(kind in IncidentKind.values or None, _("类别")), facts=(facts, _("事实")),
            evidence=(list(evidence), _("证据")))  # fmt: skip
    happened = happened_at or now
    if happened > now:
        raise OutOfRange(_("发生时间不能晚于现在"))
    subject = Subject.of(about) if about is not None else None
    incident = Incident.objects.create(
        number=next_number("V", now=now), kind=kind, person=person, happened_at=happened, facts=facts, claim=claim,
        proceeds=_amount(proceeds), assessed_loss=_amount(assessed_loss), recorded_by=actor, recorded_at=now,
        about_type=subject.type if subject else "", about_id=subject.id if subject else None,
    )  # fmt: skip
    for upload in evidence:
        files.store_file(upload, incident, kind="evidence", actor=actor, now=now)
    journal.record(incident, "record_incident", actor=actor, now=now, reason=facts, thread=subject)
    record_fact(_fact(incident, about), actor=actor, now=now)
    return incident


@transaction.atomic
def amend_incident(
    *,
    incident: Incident,
    actor: Person,
    now: datetime,
    proceeds: Decimal | None = None,
    assessed_loss: Decimal | None = None,
) -> Incident:
    """Add amounts that were unknown; what was confirmed stays, the new amount becomes an entry of its own (9.11b)."""
    authorize(actor, "amend_incident", now=now)
    locked = transitions.claim(incident, "amend")
    given = {"incident.proceeds": _amount(proceeds), "incident.assessed_loss": _amount(assessed_loss)}
    known = {name: str(value) for name, value in given.items() if value is not None}
    require(proceeds=(known, _("所得金额或核定损失")))
    transitions.advance(
        locked, "amend", act="amend_incident", actor=actor, now=now, data=known,
        proceeds=given["incident.proceeds"], assessed_loss=given["incident.assessed_loss"],
    )  # fmt: skip
    amend_fact(event=f"incident.{locked.kind}", subject=Subject.of(locked), occurrence="", facts=known,
               actor=actor, now=now)  # fmt: skip
    return locked


def _amount(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    amount = yuan(value)
    if amount < 0:
        raise OutOfRange(_("金额不能为负数"))
    return amount


def _fact(incident: Incident, about: models.Model | None) -> FactInput:
    return FactInput(
        event=f"incident.{incident.kind}", subject=Subject.of(incident), person=incident.person,
        version=in_force(now=incident.happened_at), at=incident.happened_at,
        facts={
            "incident.person": incident.person_id,
            "incident.person_kind": incident.person.kind,
            "incident.claim": incident.claim,
            "incident.proceeds": _text(incident.proceeds),
            "incident.assessed_loss": _text(incident.assessed_loss),
            **_facts_about(about),
        },
    )  # fmt: skip


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _facts_about(about: models.Model | None) -> dict[str, Any]:
    """What the object of the incident adds to its facts; a card and a report speak for their ticket."""
    if about is None:
        return {}
    ticket = about.ticket if isinstance(about, PAPERS) else about
    told: dict[str, Any] = {"incident.about": f"{Subject.of(about).type}:{about.pk}"}
    if isinstance(ticket, Ticket):
        cycle = about.cycle if isinstance(about, PAPERS) else ticket.cycle
        told |= {
            "ticket.urgent": ticket.urgent, "ticket.in_warranty": ticket.in_warranty,
            "ticket_cycle": f"{ticket.pk}:{cycle}",
        }  # fmt: skip
    if isinstance(about, Complaint):
        # Of several complaints about one matter all speak with one voice (9.6, 9.12).
        told["complaint"] = about.matter
    return told
