"""Whose penalties, proofs and incidents a person may know of; nobody's by default (matrix `rows: penalties`)."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Person
from accounts.permissions import may, roles_of, scopes_of
from judgement.managers import ProposalQuerySet
from judgement.models import Proposal
from judgement.states import ProposalState
from penalties.models import Incident, LedgerEntry, WrittenProof

NOTHING = Q(pk__in=())
EVERYTHING = Q()


def _seen(viewer: Any, now: datetime, *fields: str) -> Q:
    """The rows whose person, under any of the names `fields`, is in the viewer's scope."""
    scopes = scopes_of(viewer, "penalties", now=now)
    if "all" in scopes:
        return EVERYTHING
    seen = NOTHING
    for field in fields:
        if "own" in scopes:
            seen |= Q(**{field: viewer})
        if "department" in scopes and viewer.department_id:
            seen |= Q(**{f"{field}__department_id": viewer.department_id})
    return seen


def visible_proposals(viewer: Any, *, now: datetime) -> ProposalQuerySet:
    """By scope, and whatever is the viewer's to decide."""
    seen = _seen(viewer, now, "charged_to", "person")
    if seen != EVERYTHING:
        seen |= Q(decider_role__in=roles_of(viewer, now=now) - {"field_engineer"})
    if "settled" in scopes_of(viewer, "penalties", now=now):
        seen |= Q(state=ProposalState.SETTLED)
    return Proposal.objects.filter(seen).select_related("charged_to", "person", "fact", "version")


def visible_proofs(viewer: Any, *, now: datetime) -> QuerySet[WrittenProof]:
    return WrittenProof.objects.filter(_seen(viewer, now, "person")).select_related("person", "decided_by")


def visible_incidents(viewer: Any, *, now: datetime) -> QuerySet[Incident]:
    """By scope, and what one recorded oneself; who may not record reads about nobody else."""
    seen = _seen(viewer, now, "person")
    if seen != EVERYTHING and may(viewer, "record_incident", now=now):
        seen |= Q(recorded_by=viewer)
    return Incident.objects.filter(seen).select_related("person", "recorded_by")


def visible_entries(viewer: Any, *, now: datetime) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(_seen(viewer, now, "person")).select_related("person", "proposal", "decision")


def may_read_evidence(incident_id: int, *, person: Person, now: datetime) -> bool:
    """Files of an incident: whoever sees it, the person concerned included."""
    return visible_incidents(person, now=now).filter(pk=incident_id).exists()


def may_read_proof(proof_id: int, *, person: Person, now: datetime) -> bool:
    return visible_proofs(person, now=now).filter(pk=proof_id).exists()
