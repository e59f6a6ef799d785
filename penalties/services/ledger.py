"""Write decisions and the ledger rows that follow from them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from accounts.models import Person
from core.money import yuan
from judgement.models import Proposal
from penalties.models import Decision, LedgerEntry
from penalties.months import open_month
from penalties.states import ENTRY_OF, DecisionKind


def write_decision(proposal: Proposal, kind: DecisionKind, *, reason: str, actor: Person, now: datetime) -> Decision:
    """The append-only row of who decided what on a proposal, with its effects as decided."""
    return Decision.objects.create(
        proposal=proposal, kind=kind, by=actor, by_name=actor.name, charged_to=proposal.charged_to,
        amounts=proposal.effects, reason=reason, at=now,
    )  # fmt: skip


def post(decision: Decision, *, now: datetime) -> list[LedgerEntry]:
    """One ledger row per effect that moves money, on the account of who answers for it, in the first open month."""
    proposal = decision.proposal
    month = open_month(proposal.month)
    return LedgerEntry.objects.bulk_create(
        LedgerEntry(
            person=proposal.charged_to, month=month, kind=ENTRY_OF[effect["do"]],
            amount=yuan(Decimal(effect["amount"])), clause=proposal.clause, proposal=proposal, decision=decision,
            at=now,
        )
        for effect in proposal.effects
        if effect["do"] in ENTRY_OF and effect.get("amount") is not None
    )  # fmt: skip


def hold_months(proposals: Iterable[Proposal]) -> None:
    """Keep the months open that counter-entries of `proposals` go into, until the transaction ends.

    To be called before anything is locked: whoever closes a month locks the month first and its entries then.
    """
    months = LedgerEntry.objects.filter(proposal__in=proposals, reverses=None).values_list("month", flat=True)
    for month in sorted(set(months)):
        open_month(month)


def reverse(decision: Decision, *, now: datetime) -> list[LedgerEntry]:
    """The opposite of every row of the proposal that was not reversed yet, in the first open month."""
    open_rows = LedgerEntry.objects.filter(proposal=decision.proposal, reverses=None, reversed_by=None)
    return LedgerEntry.objects.bulk_create(
        LedgerEntry(
            person=row.person, month=open_month(row.month), kind=row.kind, amount=-row.amount, clause=row.clause,
            proposal=row.proposal, decision=decision, reverses=row, at=now,
        )
        for row in open_rows.select_related("person", "proposal")
    )  # fmt: skip
