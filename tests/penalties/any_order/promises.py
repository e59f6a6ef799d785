"""What holds after every act, asked of the rows themselves and not of the functions that wrote them."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from accounts.models import Person
from judgement.models import Proposal
from judgement.states import COUNTED, ProposalState
from penalties.models import Appeal, Closing, Decision, LedgerEntry, Statement, WrittenProof
from penalties.selectors import month_total
from penalties.states import ENTRY_OF

CENT = Decimal("0.01")


def totals_are_the_ledger() -> None:
    """W14: what pages show is the sum of the decisions that stand, by person; a revoked one counts as nothing."""
    decided: dict[int, Decimal] = defaultdict(Decimal)
    for decision in Decision.objects.filter(kind="confirm").select_related("proposal"):
        if decision.proposal.state in COUNTED:
            decided[decision.charged_to_id] += sum(map(amount_of, decision.amounts), Decimal(0))
    shown: dict[int, Decimal] = defaultdict(Decimal)
    for person, month in set(LedgerEntry.objects.values_list("person", "month")):
        total = month_total(Person.objects.get(pk=person), month)
        shown[person] += total.penalties + total.debits
    assert {who: sum_ for who, sum_ in shown.items() if sum_} == {who: sum_ for who, sum_ in decided.items() if sum_}


def amount_of(effect: dict[str, Any]) -> Decimal:
    return Decimal(effect["amount"]) if effect["do"] in ENTRY_OF and effect.get("amount") else Decimal(0)


def nobody_decides_on_himself() -> None:
    """Nor on an appeal against what he confirmed (B.3, E6)."""
    for decision in Decision.objects.select_related("proposal"):
        assert decision.by_id not in (decision.charged_to_id, decision.proposal.person_id)
    for proof in WrittenProof.objects.exclude(decided_by=None):
        assert proof.decided_by_id != proof.person_id
    for appeal in Appeal.objects.exclude(decided_by=None):
        confirmed = Decision.objects.filter(proposal=appeal.proposal, kind="confirm").values_list("by", flat=True)
        assert appeal.decided_by_id not in (appeal.person_id, *confirmed)


def one_proposal_for_a_fact() -> None:
    """E3, and of one matter only one entry stands where the book keeps the highest (0.10)."""
    keys = list(Proposal.objects.values_list("consequence", "fact", "person"))
    assert len(keys) == len(set(keys))
    standing = Proposal.objects.exclude(group_key="").filter(state__in=COUNTED)
    matters = list(standing.values_list("group_key", flat=True))
    assert len(matters) == len(set(matters))


def what_is_settled_was_decided_by_people() -> None:
    """W15: no way from proposed to settled without a person who confirmed."""
    for proposal in Proposal.objects.filter(state__in=COUNTED):
        confirmed = proposal.decisions.filter(kind="confirm").select_related("by").get()
        assert confirmed.by.is_active
        assert confirmed.by.username
    waiting = Proposal.objects.exclude(state__in=[*COUNTED, ProposalState.REVOKED])
    assert not LedgerEntry.objects.filter(proposal__in=waiting).exists()


def amounts_recompute() -> None:
    """B.3: from the stored inputs alone, without the product's own arithmetic."""
    for proposal in Proposal.objects.all():
        for effect in proposal.effects:
            low, high = bounds(effect)
            if low is None or effect.get("unresolved"):
                continue
            if "low" in effect:
                assert (Decimal(effect["low"]), Decimal(effect["high"])) == (low, high), effect
            if effect.get("amount") is not None:
                assert low <= Decimal(effect["amount"]) <= (high or low), effect


def bounds(effect: dict[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Least and most of an effect by its kind; nothing for what moves no money or is free."""
    told = effect["inputs"]
    times = Decimal(told.get("quantity", 1))
    match effect["mode"]:
        case "fixed":
            pair = [told["fixed"]] * 2
        case "range":
            pair = told["range"]
        case "choose":
            pair = [min(map(Decimal, told["choose"])), max(map(Decimal, told["choose"]))]
        case "times" | "equal" | "percent":
            base = Decimal(next(value for name, value in told.items() if "." in name) or 0)
            share = Decimal(told.get("times", told.get("percent", 1))) / (100 if effect["mode"] == "percent" else 1)
            pair = [base * share] * 2
        case _:
            return None, None
    low, high = (Decimal(one).quantize(CENT, ROUND_HALF_UP) * times for one in pair)
    return low, high


def statements_add_up() -> None:
    """9.4i: line by line, and with exactly the month's ledger rows of the person."""
    for statement in Statement.objects.filter(closing__reopened_at=None):
        lines = list(statement.lines.all())
        assert sum((line.amount for line in lines), Decimal(0)) == statement.net
        settled = sorted(line.entry_id for line in lines if line.entry_id)
        rows = LedgerEntry.objects.filter(person=statement.person, month=statement.month).order_by("pk")
        assert settled == list(rows.values_list("pk", flat=True))


def picture_of(closing: Closing) -> tuple[Any, ...]:
    """All that a closed month holds, as values."""
    entries = LedgerEntry.objects.filter(month=closing.month).order_by("pk").values_list()
    statements = Statement.objects.filter(closing=closing).order_by("pk")
    lines = [tuple(one.lines.order_by("pk").values_list()) for one in statements]
    return tuple(entries), tuple(statements.values_list()), tuple(lines)


ALWAYS = (
    totals_are_the_ledger, nobody_decides_on_himself, one_proposal_for_a_fact, what_is_settled_was_decided_by_people,
    amounts_recompute, statements_add_up,
)  # fmt: skip
