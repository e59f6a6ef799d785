"""Conditions compare facts that are there, with values that they can have."""

from collections.abc import Container, Iterator

from rulebook.errors import Steps
from rulebook.fields import FIELDS, accepts
from rulebook.schema.conditions import Condition


def unknown_fields(
    condition: Condition, known: Container[str], at: Steps, *, where: str = ""
) -> Iterator[tuple[Steps, str]]:
    """What `condition` compares that is not among the `known` facts, or compares with a value of another type."""
    for path, test in condition.tests.items():
        if path not in known:
            yield (*at, path), f"{where}没有“{path}”这个事实"
            continue
        for name, value in test.comparisons():
            values = value if isinstance(value, tuple) else (value,)
            if name != "present" and not all(accepts(FIELDS[path], one) for one in values):
                yield (*at, path), f"“{path}”是 {FIELDS[path].type} 类型，不能与 {value} 比较"
    for index, branch in enumerate(condition.either):
        yield from unknown_fields(branch, known, (*at, "any", index), where=where)
