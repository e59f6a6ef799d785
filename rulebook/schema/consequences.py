"""What follows from a fact: effects, split by role, groups of one matter, escalation of repeated offences."""

from typing import Any, Literal, NamedTuple

from pydantic import Field, model_validator

from rulebook.schema.amounts import Amount
from rulebook.schema.base import Block, Clause, EventName, Name, Path, RoleCode, Text, wrong
from rulebook.schema.conditions import Condition

MONEY = ("fine", "debit", "bear_loss", "confiscate", "reimburse", "pay")
OTHER = ("uncredit", "void", "refuse_claim", "own_cost", "publish", "off_post")
Credit = Literal["workload", "commission", "travel"]


class Effect(NamedTuple):
    """One effect as engines read it: what to do, with an amount or with a detail."""

    do: str
    amount: Amount | None = None
    detail: Any = None


class Uncredit(Block):
    """A document no longer counts for these credits; `of` is the fact that holds the document."""

    credits: tuple[Credit, ...] = Field(min_length=1)
    of: Path = "card"


class Void(Block):
    of: Path


class RefuseClaim(Block):
    """Lines of an expense claim that are not paid: one line, or the kinds of a service."""

    of: Path
    kinds: tuple[Name, ...] = ()


class OwnCost(Block):
    what: Literal["travel"]
    of: Path


class Effects(Block):
    """One or more effects, each under its own key."""

    fine: Amount | None = None
    debit: Amount | None = None
    bear_loss: Amount | None = None
    confiscate: Amount | None = None
    reimburse: Amount | None = None
    pay: Amount | None = None
    uncredit: Uncredit | None = None
    void: Void | None = None
    refuse_claim: RefuseClaim | None = None
    own_cost: OwnCost | None = None
    publish: Literal["bulletin"] | None = None
    off_post: Literal[True] | None = None

    @model_validator(mode="after")
    def _does_something(self) -> "Effects":
        if not self.effects():
            raise wrong(f"须写明后果：{'、'.join(MONEY + OTHER)}")
        return self

    def effects(self) -> tuple[Effect, ...]:
        money = [Effect(name, amount=given) for name in MONEY if (given := getattr(self, name)) is not None]
        other = [Effect(name, detail=given) for name in OTHER if (given := getattr(self, name)) is not None]
        return (*money, *other)

    def paths(self) -> frozenset[str]:
        """The facts that the effects are computed from or point to."""
        found: set[str] = set()
        for effect in self.effects():
            if effect.amount is not None:
                found |= effect.amount.paths()
            elif isinstance(effect.detail, Uncredit | Void | RefuseClaim | OwnCost):
                found.add(effect.detail.of)
        return frozenset(found)


class Share(Effects):
    """What one of several people bears."""

    who: Text
    when: Condition | None = None


class Consequence(Block):
    """An event, whom it concerns, how it is detected, who decides, and what is done."""

    clause: Clause
    title: Text | None = None
    event: EventName | tuple[EventName, ...]
    when: Condition | None = None
    who: Text | None = None
    per: Literal["occurrence", "day", "item", "line", "sheet", "month"] = "occurrence"
    detect: Literal["auto", "verify", "human"]
    decide: RoleCode
    takes_effect: Literal["confirmed", "at_once"] = "confirmed"
    do: tuple[Effects, ...] = ()
    split: tuple[Share, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _whom_and_what(self) -> "Consequence":
        if bool(self.do) == bool(self.split):
            raise wrong("须写 do 或 split 之一")
        if bool(self.do) != (self.who is not None):
            raise wrong("写 do 须有 who；写 split 时每项各有 who，不得再有 who")
        return self

    @property
    def events(self) -> tuple[str, ...]:
        return (self.event,) if isinstance(self.event, str) else self.event

    def effects(self) -> tuple[Effect, ...]:
        return tuple(effect for block in self.do for effect in block.effects())


class Group(Block):
    """Several consequences of one matter, of which not all stand (reading 0.10)."""

    clause: Clause | None = None
    members: tuple[Name, ...] = Field(min_length=2)
    same_by: tuple[Path, ...] = Field(min_length=1)
    keep: Literal["highest", "all"] | tuple[Name, ...]
    waive_together: bool = False
    why: Text | None = None


class Threshold(Block):
    """How often is too often: `{gt: 2}` is the third time, `{ge: 2}` the second."""

    eq: int | None = Field(None, ge=1)
    ge: int | None = Field(None, ge=1)
    gt: int | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> "Threshold":
        if len(self.model_fields_set) != 1:
            raise wrong("须写 gt、ge、eq 之一")
        return self

    def met_by(self, count: int) -> bool:
        if self.gt is not None:
            return count > self.gt
        return count >= self.ge if self.ge is not None else count == self.eq


class Escalation(Block):
    """Confirmed consequences of one person, counted in a window."""

    clause: Clause
    title: Text | None = None
    counts: tuple[Name, ...] = Field(min_length=1)
    window: Literal["none", "calendar_year", "rolling_12mo"] = "none"
    at: Threshold
    do: tuple[Effects, ...] = Field(min_length=1)
    decide: RoleCode
    why: Text | None = None

    def effects(self) -> tuple[Effect, ...]:
        return tuple(effect for block in self.do for effect in block.effects())
