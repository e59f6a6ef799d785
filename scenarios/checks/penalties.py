"""`penalties`: the exact list of proposals that match, one entry for every amount."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from judgement.models import Proposal
from judgement.states import ProposalState
from scenarios.checks.registry import check
from scenarios.matching import matching
from scenarios.world import World

KINDS = {"fine": "fine", "debit": "debit", "bear_loss": "loss", "confiscate": "confiscation"}
MONEY = ("amount", "range")


@check
def penalties(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    got = [entry for row in matching(world, expected) for entry in entries(world, row)]
    wanted = [normal(entry) for entry in expected["are"]]
    if Counter(map(_key, wanted)) != Counter(map(_key, got)):
        yield f"expected penalties {_shown(wanted)} got {_shown(got)}"


def entries(world: World, row: Proposal) -> Iterator[dict[str, Any]]:
    """The entries of one proposal: its amounts, the fine carrying the off-post; absorbed ones have none."""
    # Absorbed once and withdrawn with its fact, it was never up for a decision either.
    if row.state == ProposalState.ABSORBED or (row.state == ProposalState.REVOKED and row.absorbed_by_id):
        return
    told = {"clause": row.clause, "person": world.name_of(row.charged_to_id), "state": str(row.state)}
    off_post = row.off_post
    for effect in row.effects:
        if effect["do"] in KINDS and not effect.get("unresolved"):
            kind = KINDS[effect["do"]]
            yield normal({**told, **_money(effect), "kind": kind, "off_post": off_post and kind == "fine"})
            off_post = off_post and kind != "fine"
    if off_post:
        yield normal({**told, "off_post": True})


def _money(effect: Mapping[str, Any]) -> dict[str, Any]:
    """Amount or range; a free amount has neither until somebody decides."""
    if effect.get("amount") is not None:
        return {"amount": effect["amount"]}
    if effect.get("low") is not None:
        return {"range": [effect["low"], effect["high"]]}
    return {}


def normal(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry in which equal things are written equally: amounts with two places, defaults left out."""
    told = {name: value for name, value in entry.items() if value not in (None, False, "fine")}
    if "amount" in told:
        told["amount"] = _exact(told["amount"])
    if "range" in told:
        told["range"] = tuple(map(_exact, told["range"]))
    return told


def _exact(value: Any) -> Decimal:
    """The amount as it is, never rounded: a cent too much must show."""
    number = Decimal(value).normalize()
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal("0.01")) if isinstance(exponent, int) and exponent >= -2 else number


def _key(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted((name, str(value)) for name, value in entry.items()))


def _shown(found: list[dict[str, Any]]) -> str:
    rows = (", ".join(f"{name}: {_plain(value)}" for name, value in entry.items()) for entry in sorted(found, key=_key))
    return "[" + ", ".join(f"{{{row}}}" for row in rows) + "]"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return "true" if value is True else str(value)
