"""Whose penalties, proofs and incidents a person may know of; nobody's by default (matrix `rows: penalties`)."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import Person
from accounts.permissions import may
from judgement.managers import EVERYTHING, ProposalQuerySet, concerning
from judgement.models import Proposal
from penalties.models import Appeal, Incident, LedgerEntry, WrittenProof
from penalties.states import DecisionKind
from tickets.models import Ticket


def visible_proposals(viewer: Any, *, now: datetime) -> ProposalQuerySet:
    """With what a page shows of them."""
    rows = Proposal.objects.visible_to(viewer, now=now)
    return rows.select_related("charged_to", "person", "fact", "version")


def notified_proposal(pk: int, viewer: Any, *, now: datetime) -> Proposal | None:
    """An entry of which there is a written notice, for the person concerned and whoever sees it."""
    seen = visible_proposals(viewer, now=now).filter(pk=pk, decisions__kind=DecisionKind.CONFIRM)
    return seen.select_related("charged_to__department", "person", "fact", "version").first()


def visible_proofs(viewer: Any, *, now: datetime) -> QuerySet[WrittenProof]:
    """With the number of the ticket that each is about, as `ticket_number`."""
    number = Ticket.objects.filter(pk=OuterRef("subject_id")).values("number")
    rows = WrittenProof.objects.filter(concerning(viewer, "person", now=now)).annotate(ticket_number=Subquery(number))
    return rows.select_related("person", "decided_by")


def visible_appeals(viewer: Any, *, now: datetime) -> QuerySet[Appeal]:
    """By scope, and what one was named to decide."""
    seen = concerning(viewer, "person", now=now)
    rows = Appeal.objects.filter(seen if seen == EVERYTHING else seen | Q(deputy=viewer))
    return rows.select_related("person", "deputy", "decided_by", "proposal__version", "proposal__fact",
                               "proposal__charged_to", "proposal__person")  # fmt: skip


def visible_incidents(viewer: Any, *, now: datetime) -> QuerySet[Incident]:
    """By scope, and what one recorded oneself; who may not record reads about nobody else."""
    seen = concerning(viewer, "person", now=now)
    if seen != EVERYTHING and may(viewer, "record_incident", now=now):
        seen |= Q(recorded_by=viewer)
    return Incident.objects.filter(seen).select_related("person", "recorded_by")


def visible_entries(viewer: Any, *, now: datetime) -> QuerySet[LedgerEntry]:
    rows = LedgerEntry.objects.filter(concerning(viewer, "person", now=now))
    return rows.select_related("person", "proposal", "decision")


def may_read_evidence(incident_id: int, *, person: Person, now: datetime) -> bool:
    """Files of an incident: whoever sees it, the person concerned included."""
    return visible_incidents(person, now=now).filter(pk=incident_id).exists()


def may_read_proof(proof_id: int, *, person: Person, now: datetime) -> bool:
    return visible_proofs(person, now=now).filter(pk=proof_id).exists()


def may_read_appeal(appeal_id: int, *, person: Person, now: datetime) -> bool:
    """What was handed in with an appeal: whoever sees it, who decides it included."""
    return visible_appeals(person, now=now).filter(pk=appeal_id).exists()


def may_read_complaint(complaint_id: int, *, person: Person, now: datetime) -> bool:
    """What came with a complaint is the evidence of the penalties that it led to."""
    about = {"subject_type": "tickets.complaint", "subject_id": complaint_id}
    return visible_proposals(person, now=now).filter(**about).exists()
