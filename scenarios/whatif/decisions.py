"""What people decided about a case, carried over into the book that is tried: kept, clipped into its range, or gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from judgement.states import COUNTED, ProposalState
from penalties.states import ENTRY_OF

CHOSEN = ("range", "percent_range", "free", "choose")
FALLEN = (ProposalState.WAIVED, ProposalState.REVOKED)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Decided:
    """A proposal as it stands: its state, who answers for it, and the amounts by effect where somebody chose."""

    state: str
    charged_to: int
    amounts: Mapping[str, Decimal]
    proposal: int = 0

    @property
    def confirmed(self) -> bool:
        return self.state in COUNTED

    @property
    def fallen(self) -> bool:
        return self.state in FALLEN


def decided(rows: Iterable[tuple[str, int, int, str, list[dict[str, Any]], int]]) -> dict[tuple[str, int], Decided]:
    """By consequence and person; of several rows about one the confirmed ones count together (9.11b).

    `rows` are consequence, person, charged_to, state, effects, pk.
    """
    found: dict[tuple[str, int], Decided] = {}
    for consequence, person, charged_to, state, effects, pk in rows:
        chosen = {one["do"]: Decimal(one["amount"]) for one in effects if state in COUNTED and one.get("amount")}
        fresh, known = Decided(state, charged_to, chosen, pk), found.get((consequence, person))
        if known and (known.confirmed or not fresh.confirmed):
            fresh = replace(known, amounts={**chosen, **known.amounts})
        found[consequence, person] = fresh
    return found


def amount_of(effects: Sequence[Mapping[str, Any]], known: Decided | None) -> tuple[Decimal, bool]:
    """What the effects cost in money, and whether a part is still to be chosen by a person and was taken at its least.

    A fixed amount is the book's; in a range the person's own choice stays, moved to the nearest bound or option.
    """
    total, open_ = NOTHING, False
    for effect in effects:
        if effect["do"] not in ENTRY_OF or effect["mode"] == "none":
            continue
        chosen = known.amounts.get(effect["do"]) if known else None
        if effect["mode"] not in CHOSEN:
            total += Decimal(effect["amount"])
        elif chosen is None:
            total, open_ = total + Decimal(effect.get("low") or 0), True
        else:
            total += within(effect, chosen)
    return total, open_


def within(effect: Mapping[str, Any], chosen: Decimal) -> Decimal:
    """`chosen`, moved into the bounds of the effect, or to the nearest of its options."""
    inputs = effect.get("inputs", {})
    options = [Decimal(one) * int(inputs.get("quantity") or 1) for one in inputs.get("choose", ())]
    if options:
        return min(options, key=lambda option: (abs(option - chosen), option))
    low, high = Decimal(effect.get("low") or 0), effect.get("high")
    return max(low, min(chosen, Decimal(high)) if high is not None else chosen)
