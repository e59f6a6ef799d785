"""Verdicts as entries on somebody's account: what each would cost, and whether it stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.clock import local_day
from judgement.inputs import FactInput
from judgement.verdicts import Targets, Verdict, judge
from scenarios.whatif.cases import Case
from scenarios.whatif.decisions import Decided, amount_of


@dataclass
class Entry:
    """One consequence for one person. `stands` turns false where a person waived it or a heavier one absorbs it.

    `counted`: for repetition it counts as confirmed; what nobody could decide yet is taken as it would be confirmed.
    """

    consequence: str
    clause: str
    title: str
    person: int
    amount: Decimal
    weight: Decimal
    day: date
    month: str
    formula: str
    does: tuple[str, ...]
    counted: bool
    open: bool = False
    stands: bool = True
    fallen: bool = False
    group_key: str = ""
    tier_key: str = ""


@dataclass
class Pair:
    """The same matter on both sides; None where a book does not know it."""

    case: Case
    before: Entry | None = None
    after: Entry | None = None

    @property
    def sides(self) -> list[Entry]:
        return [one for one in (self.before, self.after) if one is not None]


def pairs_of(case: Case, targets: Targets) -> list[Pair]:
    """Both books' verdicts on a case, matched by consequence and person."""
    found: dict[tuple[str, int, int], Pair] = {}
    for side, given in (("before", case.before), ("after", case.after)):
        if given is None:
            continue
        seen: Counter[tuple[str, int]] = Counter()
        for verdict in judge(given, targets=targets):
            if verdict.person is None or not verdict.effects:
                continue
            key = (verdict.consequence, verdict.person.pk)
            pair = found.setdefault((*key, seen[key]), Pair(case))
            seen[key] += 1
            setattr(pair, side, entry(given, verdict, case.decided.get(key), case, new=side == "after"))
    return list(found.values())


def entry(given: FactInput, verdict: Verdict, known: Decided | None, case: Case, *, new: bool) -> Entry:
    """What stands of one verdict, with what people decided about it."""
    amount, open_ = amount_of(verdict.effects, known)
    day = local_day(given.at)
    # An accepted proof excuses the miss itself, whatever a book makes of it (6.2c).
    fallen = known.fallen if known else case.excused and verdict.proof_only
    return Entry(
        consequence=verdict.consequence, clause=verdict.clause, title=verdict.title,
        person=known.charged_to if known else person_of(verdict), amount=amount, weight=verdict.weight, day=day,
        month=str(given.facts.get("month") or f"{day:%Y-%m}"), formula=_formula(verdict),
        does=tuple(_told(effect) for effect in verdict.effects), counted=known.confirmed if known else new, open=open_,
        stands=not fallen, fallen=fallen, group_key=verdict.group_key, tier_key=verdict.tier_key,
    )  # fmt: skip


def person_of(verdict: Verdict) -> int:
    return verdict.person.pk if verdict.person else 0


def _formula(verdict: Verdict) -> str:
    return "；".join(effect["formula"] for effect in verdict.effects if effect.get("formula"))


def _told(effect: dict[str, Any]) -> str:
    """What an effect does besides the money that is counted, for comparison."""
    if effect["mode"] == "none":
        return f"{effect['do']} {sorted(effect['inputs'].items())}"
    return f"{effect['do']} {effect['formula']}"
