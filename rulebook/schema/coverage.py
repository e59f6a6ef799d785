"""Where service is and until when it is free: zones, warranty terms, the guarantee of a repair, classes."""

from typing import Literal

from pydantic import Field, model_validator

from rulebook.schema.base import Block, Clause, Name, Path, Text, wrong
from rulebook.schema.conditions import Condition
from rulebook.schema.spans import Span


class Choice(Block):
    """One line of an ordered list: the first whose condition holds wins, the last is `otherwise`."""

    when: Condition | None = None
    otherwise: Literal[True] | None = None

    @model_validator(mode="after")
    def _either(self) -> "Choice":
        if (self.when is None) == (self.otherwise is None):
            raise wrong("须写 when 或 otherwise: true 之一")
        return self


class Zone(Choice):
    """A region with its own time limits."""

    id: Name
    title: Text | None = None


class Term(Choice):
    """How long the warranty of what the condition names lasts."""

    span: Span = Field(alias="for")


class RepairGuarantee(Block):
    """After a repair the same fault is free of charge for a while, whatever the warranty (9.2)."""

    clause: Clause
    span: Span = Field(alias="for")
    since: Path = Field(alias="from")
    when: Condition | None = None


class Exclusion(Block):
    """What no warranty covers."""

    clause: Clause
    when: Condition
    title: Text


class Warranty(Block):
    """From which date, how long for which class, what is excluded."""

    clause: Clause | None = None
    start: Path
    terms: tuple[Term, ...] = Field(min_length=1)
    exclusions: tuple[Exclusion, ...] = ()
    repair_guarantee: RepairGuarantee | None = None


class Classes(Block):
    """A classification that rules refer to, such as customers A, B, C."""

    clause: Clause
    of: Path
    values: dict[Name, Text]
    judged: Literal["now", "period_start"] = "now"


class ClassLine(Choice):
    """One class of an ordered classification that facts decide, such as the classes of service A, B, C, D."""

    id: Name
    title: Text
    clause: Clause | None = None
