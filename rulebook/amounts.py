"""What an effect costs: one function a kind, exact decimals, each result with the arithmetic that led to it.

A price is rounded half up to two places before it is multiplied (reading 0.7).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from core.money import yuan
from rulebook.fields import FIELDS
from rulebook.schema.amounts import Amount
from rulebook.schema.consequences import Effect

HUNDRED = Decimal(100)
ONE = "amount"


class Worked(NamedTuple):
    """The bounds of one unit and how they were found; equal bounds are a single amount, None is unknown."""

    low: Decimal | None
    high: Decimal | None
    formula: str
    inputs: dict[str, Any]


def resolve(effect: Effect, facts: Mapping[str, Any], *, quantity: int = 1) -> dict[str, Any]:
    """The effect as stored with a proposal: do, mode, amount or low and high, formula, inputs, unresolved.

    All amounts are decimal text. Unresolved: the fact on which the amount rests is not known yet.
    """
    if effect.amount is None:
        return {
            "do": effect.do,
            "mode": "none",
            "formula": "",
            "inputs": _detail(effect),
            "unresolved": False,
        }
    kind = effect.amount.kind
    worked = KINDS[kind](effect.amount, facts)
    told: dict[str, Any] = {"do": effect.do, "mode": kind, "inputs": {**worked.inputs, "quantity": quantity}}
    if kind == "free":
        return {**told, "formula": worked.formula, "unresolved": False}
    if worked.low is None or worked.high is None:
        return {**told, "formula": worked.formula, "unresolved": True}
    # Rounded once per unit: rounding the product would pay other people's cents.
    low, high = yuan(worked.low) * quantity, yuan(worked.high) * quantity
    bounds = {"low": str(low), "high": str(high)} if kind in RANGES else {"amount": str(low)}
    return {**told, **bounds, "formula": _formula(worked.formula, low, high, quantity), "unresolved": False}


def choices(effect: Effect, *, quantity: int = 1) -> tuple[Decimal, ...]:
    """The single amounts among which a decider chooses, for `choose`; empty for every other kind."""
    return tuple(yuan(one) * quantity for one in (effect.amount and effect.amount.choose) or ())


def _detail(effect: Effect) -> dict[str, Any]:
    return effect.detail.model_dump(mode="json") if hasattr(effect.detail, "model_dump") else {}


def _formula(single: str, low: Decimal, high: Decimal, quantity: int) -> str:
    result = f"{low} 元" if low == high else f"{low} 至 {high} 元"
    times = f" × {quantity}" if quantity != 1 else ""
    return f"{single}{times} = {result}" if times or "×" in single or "−" in single else f"{single}"


def _fixed(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    return Worked(amount.fixed, amount.fixed, f"固定 {yuan(amount.fixed or 0)} 元", {"fixed": str(amount.fixed)})


def _range(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    low, high = amount.range or (None, None)
    return Worked(low, high, f"{yuan(low or 0)} 至 {yuan(high or 0)} 元之间裁量", {"range": [str(low), str(high)]})


def _free(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    return Worked(None, None, "金额由裁决人确定并说明理由", {})


def _choose(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    options = sorted(amount.choose or ())
    listed = "、".join(str(yuan(one)) for one in options)
    return Worked(options[0], options[-1], f"在 {listed} 元中选定", {"choose": [str(one) for one in options]})


def _percent(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    rate, base = amount.percent or Decimal(0), _money(facts, amount.of)
    inputs = {"percent": str(rate), **_told(amount.of, base)}
    value = base * rate / HUNDRED if base is not None else None
    return Worked(value, value, f"{_named(amount.of, base)} × {rate}%", inputs)


def _percent_range(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    low, high = amount.percent_range or (Decimal(0), Decimal(0))
    base = _money(facts, amount.of)
    inputs = {"percent_range": [str(low), str(high)], **_told(amount.of, base)}
    formula = f"{_named(amount.of, base)} × {low}% 至 {high}%"
    if base is None:
        return Worked(None, None, formula, inputs)
    return Worked(base * low / HUNDRED, base * high / HUNDRED, formula, inputs)


def _times(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    factor, base = amount.times or Decimal(0), _money(facts, amount.of)
    value = base * factor if base is not None else None
    return Worked(
        value,
        value,
        f"{_named(amount.of, base)} × {factor} 倍",
        {"times": str(factor), **_told(amount.of, base)},
    )


def _equal(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    base = _money(facts, amount.equal)
    return Worked(base, base, f"等于{_named(amount.equal, base)}", _told(amount.equal, base))


def _difference(amount: Amount, facts: Mapping[str, Any]) -> Worked:
    first, second = amount.difference or ("", "")
    left, right = _money(facts, first), _money(facts, second)
    value = max(left - right, Decimal(0)) if left is not None and right is not None else None
    formula = f"{_named(first, left)} − {_named(second, right)}（不足 0 按 0）"
    return Worked(value, value, formula, {**_told(first, left), **_told(second, right)})


KINDS: dict[str, Callable[[Amount, Mapping[str, Any]], Worked]] = {
    "fixed": _fixed,
    "range": _range,
    "free": _free,
    "choose": _choose,
    "percent": _percent,
    "percent_range": _percent_range,
    "times": _times,
    "equal": _equal,
    "difference": _difference,
}
RANGES = frozenset({"range", "percent_range", "choose"})


def _money(facts: Mapping[str, Any], path: str | None) -> Decimal | None:
    """The fact as money with two places; None where it is unknown or no number."""
    value = facts.get(path or "")
    if value is None or value == "":
        return None
    try:
        return yuan(value)
    except InvalidOperation:
        return None


def _named(path: str | None, value: Decimal | None) -> str:
    label = FIELDS[path].label if path in FIELDS else path
    return f"{label} {value} 元" if value is not None else f"{label}（尚不明）"


def _told(path: str | None, value: Decimal | None) -> dict[str, Any]:
    return {str(path): None if value is None else str(value)}
