"""Who signs what, what may be charged, what may come back."""

from typing import Literal

from pydantic import Field, model_validator

from rulebook.schema.amounts import Amount
from rulebook.schema.base import Block, Clause, Name, Number, Path, RoleCode, Text, wrong
from rulebook.schema.conditions import Condition
from rulebook.schema.spans import Span


class Band(Block):
    """Amounts above `gt` (or from `ge`) up to `le` (or below `lt`) are signed by one role."""

    gt: Number | None = None
    ge: Number | None = None
    le: Number | None = None
    lt: Number | None = None
    by: RoleCode

    @model_validator(mode="after")
    def _one_bound_a_side(self) -> "Band":
        if (self.gt is not None and self.ge is not None) or (self.le is not None and self.lt is not None):
            raise wrong("同一侧只能写一个界限：gt 或 ge，le 或 lt")
        return self


class First(Block):
    """What a role must judge before anybody signs."""

    by: RoleCode
    sets: tuple[Name, ...] = Field(min_length=1)


class Chain(Block):
    """Roles that sign one after the other where the condition holds (other trades: by kind instead of amount)."""

    when: Condition
    by: tuple[RoleCode, ...] = Field(min_length=1)


class Approval(Block):
    """One kind of sign-off."""

    clause: Clause
    title: Text | None = None
    amount: Path | None = None
    amount_is: Literal["sum", "highest"] = "sum"
    of: tuple[Path, ...] = ()
    price: Path | None = None
    aggregate: Literal["per_request", "per_ticket"] = "per_request"
    first: First | None = None
    bands: tuple[Band, ...] = ()
    chains: tuple[Chain, ...] = ()
    remind_after: Span | None = None

    @model_validator(mode="after")
    def _somebody_signs(self) -> "Approval":
        if not self.bands and not self.chains:
            raise wrong("须有 bands 或 chains")
        return self


class Charge(Block):
    """What is paid for, how much, and who alone may take the money."""

    clause: Clause
    title: Text
    when: Condition | None = None
    amount: Amount | None = None
    collect_by: tuple[Text, ...] = ()


class Returns(Block):
    """Goods that may come back or be exchanged."""

    clause: Clause
    title: Text
    within: Span
    when: Condition | None = None
    condition: Text | None = None
    excluded: tuple[Text, ...] = ()
    cost_by: Text | None = None
