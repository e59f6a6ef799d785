"""Reads of decisions, proofs and the ledger."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.models import Person
from accounts.permissions import roles_of
from accounts.roles import Role
from judgement.managers import ProposalQuerySet
from judgement.models import Proposal
from judgement.states import ProposalState
from penalties.models import Incident, LedgerEntry, WrittenProof
from penalties.states import EntryKind, ProofState


@dataclass(frozen=True)
class MonthTotal:
    """Sums of a person's month: fines; debits, losses and confiscations; paid lines of the month's claim."""

    penalties: Decimal
    debits: Decimal
    reimbursed: Decimal = Decimal("0.00")


def month_total(person: Person, month: str) -> MonthTotal:
    """What is confirmed or settled in `month` ("2026-03"), reversals included."""
    rows = LedgerEntry.objects.filter(person=person, month=month).values("kind").annotate(total=Sum("amount"))
    sums = {row["kind"]: row["total"] for row in rows}
    fines = sums.pop(EntryKind.FINE, Decimal("0.00"))
    return MonthTotal(fines, sum(sums.values(), Decimal("0.00")))


def to_decide(actor: Person, *, now: datetime) -> ProposalQuerySet:
    """What waits for the actor's decision, oldest first; the general manager sees all that waits."""
    waiting = Proposal.objects.filter(state=ProposalState.PROPOSED).exclude(charged_to=actor).exclude(person=actor)
    roles = roles_of(actor, now=now)
    if Role.GENERAL_MANAGER not in roles:
        waiting = waiting.filter(decider_role__in=roles)
    return waiting.select_related("charged_to", "fact", "version").order_by("proposed_at", "id")


def proofs_to_decide(actor: Person, *, now: datetime) -> QuerySet[WrittenProof]:
    """Written proofs that wait for a decision, for those who may decide them, never one's own."""
    if not roles_of(actor, now=now) & {Role.DEPT_HEAD, Role.GENERAL_MANAGER}:
        return WrittenProof.objects.none()
    waiting = WrittenProof.objects.filter(state=ProofState.SUBMITTED).exclude(person=actor)
    return waiting.select_related("person").order_by("filed_at", "id")


def of_person(person: Person) -> ProposalQuerySet:
    """Everything a person answers for, newest first, without what a higher entry absorbed."""
    rows = Proposal.objects.filter(charged_to=person).exclude(state=ProposalState.ABSORBED)
    return rows.select_related("fact", "version").prefetch_related("decisions", "entries").order_by("-proposed_at", "-id")


def incidents() -> QuerySet[Incident]:
    """Recorded incidents, newest first."""
    return Incident.objects.select_related("person", "recorded_by").order_by("-id")
