"""Zones and warranty terms answer for everybody; every zone has its target."""

from collections.abc import Iterator, Sequence

from rulebook.checks.conditions import unknown_fields
from rulebook.errors import Steps
from rulebook.fields import FIELDS
from rulebook.schema.coverage import Choice, ClassLine
from rulebook.schema.document import Document


def problems(document: Document) -> Iterator[tuple[Steps, str]]:
    yield from _ordered(("zones",), document.zones)
    for name, found in document.classes.items():
        if isinstance(found, tuple):
            yield from _ordered(("classes", name), found)
            yield from _twice(("classes", name), found)
    warranty = document.warranty
    if warranty is not None:
        yield from _ordered(("warranty", "terms"), warranty.terms)
        if warranty.start not in FIELDS:
            yield ("warranty", "start"), f"没有“{warranty.start}”这个事实"
        guarantee = warranty.repair_guarantee
        if guarantee is not None and guarantee.when is not None:
            yield from unknown_fields(guarantee.when, FIELDS, ("warranty", "repair_guarantee", "when"))
        if guarantee is not None and guarantee.since not in FIELDS:
            yield ("warranty", "repair_guarantee", "from"), f"没有“{guarantee.since}”这个事实"


def _ordered(at: Steps, choices: Sequence[Choice]) -> Iterator[tuple[Steps, str]]:
    for index, choice in enumerate(choices):
        is_last = index == len(choices) - 1
        if is_last and not choice.otherwise:
            yield (*at, index), "最后一项必须是 otherwise: true"
        if choice.otherwise and not is_last:
            yield (*at, index, "otherwise"), "otherwise 之后的各项永远用不到"
        if choice.when is not None:
            yield from unknown_fields(choice.when, FIELDS, (*at, index, "when"))


def _twice(at: Steps, lines: Sequence[ClassLine]) -> Iterator[tuple[Steps, str]]:
    for index, line in enumerate(lines):
        if line.id in {before.id for before in lines[:index]}:
            yield (*at, index, "id"), f"“{line.id}”写了两次"
