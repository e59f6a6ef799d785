"""Whom the product tells of an event, and how long records are kept."""

from typing import Literal

from pydantic import Field

from rulebook.schema.base import Block, Clause, EventName, Name, RoleCode, Text
from rulebook.schema.conditions import Condition
from rulebook.schema.spans import Span


class Notice(Block):
    """A message to roles when an event happens; `about` is its code."""

    clause: Clause | None = None
    event: EventName
    when: Condition | None = None
    about: Name
    title: Text
    to: tuple[RoleCode, ...] = Field(min_length=1)


class Retention(Block):
    """How long a kind of record is kept; null keeps it for good."""

    clause: Clause | None = None
    title: Text
    keep: Span | None
    why: Text | None = None
    basis: Literal["text", "reading"] = "reading"
