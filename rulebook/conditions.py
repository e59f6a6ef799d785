"""Whether a condition of the book holds for given facts."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from rulebook.schema.conditions import Condition, Test


def holds(condition: Condition | None, facts: Mapping[str, Any]) -> bool:
    """Whether every comparison of `condition` is true of `facts`; no condition always holds.

    A fact that is missing or empty equals nothing, is in nothing and is neither smaller nor greater than anything;
    a blank of the book equals nothing either. Decimal text compares with numbers as a number.
    """
    if condition is None:
        return True
    if not all(_passes(test, facts.get(path)) for path, test in condition.tests.items()):
        return False
    return not condition.either or any(holds(branch, facts) for branch in condition.either)


def _passes(test: Test, value: Any) -> bool:
    return all(COMPARE[name](value, wanted) for name, wanted in test.comparisons())


def _equal(value: Any, wanted: Any) -> bool:
    if value is None or wanted is None:
        return False
    # Python holds True equal to 1; a regulation does not.
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(wanted, int | float | Decimal):
        return _number(value) == _number(wanted)
    return str(value) == str(wanted)


def _among(value: Any, wanted: tuple[Any, ...]) -> bool:
    return any(_equal(value, one) for one in wanted)


def _present(value: Any, wanted: bool) -> bool:
    return (value not in (None, "", [])) is wanted


def _ordered(check: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, wanted: Any) -> bool:
        if value is None or wanted is None:
            return False
        left, right = _number(value), _number(wanted)
        if left is None or right is None:
            # ISO dates and instants of one offset are ordered as their texts are.
            return check(str(value), str(wanted))
        return check(left, right)

    return compare


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _equal,
    "ne": lambda value, wanted: not _equal(value, wanted),
    "among": _among,
    "lt": _ordered(lambda left, right: left < right),
    "le": _ordered(lambda left, right: left <= right),
    "gt": _ordered(lambda left, right: left > right),
    "ge": _ordered(lambda left, right: left >= right),
    "present": _present,
}
