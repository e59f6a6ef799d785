"""What runs against time: SLAs, deadlines, periodic obligations."""

from typing import Literal

from pydantic import Field, model_validator

from rulebook.schema.base import Block, Clause, EventName, Name, Path, RoleCode, Text, TimeOfDay, wrong
from rulebook.schema.conditions import Condition
from rulebook.schema.spans import PlainDuration, Span

Every = Literal["day", "week", "month", "quarter", "half_year", "year"]


class Target(Block):
    """How long there is in a zone, or where a condition holds; `within: null` leaves the due time to a person.

    With a `limit` behind it `within` is what is aimed at; only the limit is judged.
    """

    zone: Name | None = None
    when: Condition | None = None
    within: Span | None
    limit: Span | None = None


class Excuse(Block):
    """A missed limit is excused by a record that a role accepts, handed in within a span after the breach."""

    record: Literal["written_proof"]
    by: RoleCode
    within: PlainDuration


class Sla(Block):
    """A clock that starts with a fact's instant and is judged at its due instant."""

    clause: Clause
    title: Text | None = None
    start: Path
    stop: tuple[EventName, ...] = Field(min_length=1)
    end_without_breach: tuple[EventName, ...] = ()
    pause: tuple[EventName, ...] = ()
    resume: tuple[EventName, ...] = ()
    calendar: Name
    targets: tuple[Target, ...] = Field(min_length=1)
    excuse: Excuse | None = None
    warn: Span | None = None


class Deadline(Block):
    """A limit in days: so long after a start or before an event, on a day of the next month, or on a date ordered.

    Working days are those of `calendar`, else of the book's calendar `working`. With `holiday_shift` a limit whose
    last day is free ends on the next working day, one before an event on the working day before.
    """

    clause: Clause
    title: Text | None = None
    start: Path | None = None
    when: Condition | None = None
    add: Span | None = None
    first_day_counts: bool = False
    month_day: int | None = Field(None, ge=1, le=31)
    inclusive: bool = True
    on_date: Path | None = None
    before: Span | None = None
    until: TimeOfDay | None = None
    days: Literal["calendar", "working"] = "calendar"
    calendar: Name | None = None
    holiday_shift: bool = False
    stop: EventName | None = None
    missed: EventName | None = None
    warn: Span | None = None
    who: Text | None = None
    # What is asked by whoever ends the limit in time.
    survey: Name | None = None

    @model_validator(mode="after")
    def _one_anchor(self) -> "Deadline":
        anchors = [name for name in ("add", "month_day", "on_date", "before") if name in self.model_fields_set]
        if len(anchors) != 1:
            raise wrong("须写 add、month_day、on_date、before 之一")
        if anchors[0] in ("add", "before") and self.start is None:
            raise wrong(f"{anchors[0]} 须有 start")
        return self


class Window(Block):
    """Between which days after its start an obligation may be fulfilled: first call day 3 to 7."""

    since: Span = Field(alias="from")
    until: Span


class Obligation(Block):
    """Something owed in every period, for everybody or everything that a condition names."""

    clause: Clause
    title: Text | None = None
    who: Text | None = None
    for_each: Literal["customer", "machine", "ticket", "contract", "person"] | None = None
    when: Condition | None = None
    during: Condition | None = Field(None, alias="while")
    every: Every | Span | None = None
    after: EventName | None = None
    window: Window | None = None
    first_at_age: Span | None = None
    until: TimeOfDay = "24:00"
    stop: EventName | None = None
    survey: Name | None = None
    form: Name | None = None

    @model_validator(mode="after")
    def _recurs(self) -> "Obligation":
        if self.every is None and self.after is None and self.first_at_age is None:
            raise wrong("须写 every、after 或 first_at_age")
        return self
