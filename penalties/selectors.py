"""Reads of decisions, proofs and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from accounts.models import Person
from accounts.permissions import may, roles_of
from accounts.roles import Role
from fieldservice.claims import reimbursed
from judgement.managers import ProposalQuerySet
from judgement.models import Proposal
from judgement.states import COUNTED, ProposalState
from penalties.models import Appeal, Decision, Incident, LedgerEntry, MonthAppeal, Statement, WrittenProof
from penalties.states import AppealState, DecisionKind, EntryKind, ProofState
from rulebook.escalations import within


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
    settled = statement_of(person, month)
    paid = settled.reimbursed if settled else reimbursed(person, month)
    return MonthTotal(fines, sum(sums.values(), Decimal("0.00")), paid)


def statement_of(person: Person, month: str) -> Statement | None:
    """A person's statement of a month that is closed."""
    rows = Statement.objects.filter(person=person, month=month, closing__reopened_at=None)
    return rows.select_related("closing", "person", "receipt").first()


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
    # Absorbed once and withdrawn with its fact, it was never up for a decision either.
    withdrawn = Q(state=ProposalState.REVOKED, absorbed_by__isnull=False)
    rows = Proposal.objects.filter(charged_to=person).exclude(Q(state=ProposalState.ABSORBED) | withdrawn)
    return (
        rows.select_related("fact", "version", "appeal")
        .prefetch_related("decisions", "entries")
        .order_by("-proposed_at", "-id")
    )


def own_proposal(person: Person, pk: int) -> Proposal | None:
    """One proposal that `person` answers for."""
    rows = Proposal.objects.filter(pk=pk, charged_to=person)
    return rows.select_related("charged_to", "person", "fact", "version", "absorbed_by").first()


def appeals_against(proposals: Sequence[Proposal]) -> list[Appeal]:
    """The objections to these entries, the oldest first."""
    rows = Appeal.objects.filter(proposal__in=proposals)
    return list(rows.select_related("proposal__person", "proposal__charged_to", "person").order_by("pk"))


def appeals_to_decide(actor: Person, *, now: datetime) -> QuerySet[Appeal]:
    """Appeals that wait for the actor: by his role or as deputy for the case; never what he confirmed or concerns him.

    Oldest first.
    """
    rows = Appeal.objects.filter(state=AppealState.SUBMITTED).exclude(person=actor).exclude(proposal__person=actor)
    if not may(actor, "decide_appeal", now=now):
        rows = rows.filter(deputy=actor)
    mine = Decision.objects.filter(kind=DecisionKind.CONFIRM, by=actor).values("proposal")
    return rows.exclude(proposal__in=mine).select_related("person", "proposal").order_by("filed_at", "id")


def incidents() -> QuerySet[Incident]:
    """Recorded incidents, newest first."""
    return Incident.objects.select_related("person", "recorded_by").order_by("-id")


@dataclass(frozen=True)
class PersonMonth:
    """A row of the month's account: what each kind comes to, and the sum that the entries behind it add up to."""

    person: Person
    month: str
    sums: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.sums.values(), Decimal("0.00"))


def month_totals(entries: QuerySet[LedgerEntry], month: str) -> list[PersonMonth]:
    """Every person with entries in `month`, by name; two statements however many there are."""
    rows = entries.filter(month=month).order_by().values("person_id", "kind").annotate(total=Sum("amount"))
    sums: dict[int, dict[str, Decimal]] = {}
    for row in rows:
        sums.setdefault(row["person_id"], {})[row["kind"]] = row["total"]
    people = Person.objects.filter(pk__in=sums).order_by("name", "pk")
    return [PersonMonth(person, month, sums[person.pk]) for person in people]


def months_of(entries: QuerySet[LedgerEntry]) -> list[str]:
    """The months with entries, newest first."""
    return list(entries.order_by("-month").values_list("month", flat=True).distinct()[:36])


def counted_with(escalation: Proposal, consequences: Sequence[str], window: str) -> list[Proposal]:
    """The confirmed offences that an escalation counts, in their order, up to the one that reached the threshold."""
    rows = Proposal.objects.filter(
        charged_to=escalation.charged_to, consequence__in=consequences, state__in=COUNTED
    ).select_related("fact", "version").order_by("fact__happened_at", "pk")  # fmt: skip
    found = list(rows)
    trigger = next((row for row in found if row.pk == escalation.fact.facts.get("trigger")), None)
    if trigger is not None:
        found = found[: found.index(trigger) + 1]
    return [row for row in found if within(window, row.happened_on, found[-1].happened_on)]


def statements_of(person: Person, *, most: int = 24) -> list[Statement]:
    """The statements of a person, the newest first."""
    rows = Statement.objects.filter(person=person, closing__reopened_at=None).order_by("-month")
    return list(rows.select_related("closing", "receipt")[:most])


def newest_statement(person: Person) -> Statement | None:
    """The one closed last."""
    rows = Statement.objects.filter(person=person, closing__reopened_at=None).order_by("-month")
    return rows.select_related("closing", "person", "receipt").first()


def month_appeals_of(person: Person, month: str) -> list[MonthAppeal]:
    """Objections to one month's workload, the newest first."""
    return list(MonthAppeal.objects.filter(person=person, month=month).select_related("decided_by"))


def month_appeal(person: Person, month: str) -> MonthAppeal | None:
    """The one that waits for a decision."""
    return MonthAppeal.objects.filter(person=person, month=month, decided_at=None).first()


def appeals_waiting() -> list[MonthAppeal]:
    """Objections to the workload of closed months, the oldest first."""
    rows = MonthAppeal.objects.filter(decided_at=None).select_related("person")
    return list(rows.order_by("filed_at")[:100])


def engineer_named(username: str) -> Person | None:
    """Whoever has, or had, months of his own; by the name in addresses."""
    return Person.objects.filter(username=username).first()
