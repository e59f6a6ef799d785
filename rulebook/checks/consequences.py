"""Consequences name events, facts and people that exist; groups and escalations name consequences."""

from collections.abc import Iterator

from rulebook.checks.conditions import unknown_fields
from rulebook.errors import Steps
from rulebook.events import EVENTS, clock_of
from rulebook.schema.base import ROLES
from rulebook.schema.consequences import Consequence, Group
from rulebook.schema.document import Document

Problems = Iterator[tuple[Steps, str]]


def problems(document: Document) -> Problems:
    for name, consequence in document.consequences.items():
        yield from _consequence(document, consequence, ("consequences", name))
    for name, group in document.groups.items():
        yield from _group(document, group, ("groups", name))
    for name, escalation in document.escalations.items():
        yield from _members(document, escalation.counts, ("escalations", name, "counts"))
    for name, notice in document.notices.items():
        yield from _known_event(document, notice.event, ("notices", name, "event"))


def _consequence(document: Document, consequence: Consequence, at: Steps) -> Problems:
    for event in consequence.events:
        yield from _known_event(document, event, (*at, "event"))
    fields = carried(consequence)
    where = "事件 " + "、".join(consequence.events) + " "
    if consequence.when is not None:
        yield from unknown_fields(consequence.when, fields, (*at, "when"), where=where)
    if consequence.who is not None:
        yield from _who(consequence.who, fields, (*at, "who"), where)
    for key, blocks in (("do", consequence.do), ("split", consequence.split)):
        for index, block in enumerate(blocks):
            for path in sorted(block.paths() - fields):
                yield (*at, key, index), f"{where}没有“{path}”这个事实"
    for index, share in enumerate(consequence.split):
        yield from _who(share.who, fields, (*at, "split", index, "who"), where)
        if share.when is not None:
            yield from unknown_fields(share.when, fields, (*at, "split", index, "when"), where=where)


def carried(consequence: Consequence) -> frozenset[str]:
    """The facts that every event of the consequence carries."""
    known = [EVENTS[name].fields for name in consequence.events if name in EVENTS]
    return frozenset.intersection(*known) if known else frozenset()


def _known_event(document: Document, name: str, at: Steps) -> Problems:
    clock = clock_of(name)
    if name not in EVENTS:
        yield at, f"没有“{name}”这个事件"
    elif clock and clock[1] not in getattr(document, clock[0]):
        yield at, f"{clock[0]} 中没有“{clock[1]}”"


def _who(who: str, fields: frozenset[str], at: Steps, where: str) -> Problems:
    if "." in who and who not in fields:
        yield at, f"{where}没有“{who}”这个事实"
    elif "." not in who and who not in ROLES:
        yield at, f"没有“{who}”这个岗位"


def _group(document: Document, group: Group, at: Steps) -> Problems:
    yield from _members(document, group.members, (*at, "members"))
    if isinstance(group.keep, tuple):
        for name in sorted(set(group.keep) - set(group.members)):
            yield (*at, "keep"), f"“{name}”不在 members 中"
    for name in group.members:
        consequence = document.consequences.get(name)
        if consequence is None:
            continue
        for path in sorted(set(group.same_by) - {"person"} - carried(consequence)):
            yield (*at, "same_by"), f"后果 {name} 的事件没有“{path}”这个事实"


def _members(document: Document, names: tuple[str, ...], at: Steps) -> Problems:
    for name in names:
        if name not in document.consequences:
            yield at, f"没有“{name}”这项后果"
