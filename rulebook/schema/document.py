"""The whole document of a book, section by section."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from rulebook.schema.approvals import Approval, Charge, Returns
from rulebook.schema.base import Block, Clause, Day, Name, Text, wrong
from rulebook.schema.calendars import Calendar, TimeZone
from rulebook.schema.clocks import Deadline, Obligation, Sla
from rulebook.schema.consequences import Consequence, Escalation, Group
from rulebook.schema.coverage import Classes, ClassLine, Warranty, Zone
from rulebook.schema.notices import Notice, Retention
from rulebook.schema.papers import Checklist, Form, Survey
from rulebook.schema.params import Param

STATEMENT = "statement"


def _kind_of_classes(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "table"


# Told apart by how they are written, so that an error is one of the form that was meant.
Classification = Annotated[
    Annotated[Classes, Tag("table")] | Annotated[tuple[ClassLine, ...], Tag("list")], Discriminator(_kind_of_classes)
]


class Title(Block):
    zh: Text
    en: Text | None = None


class Effective(Block):
    """From and to which day, both inclusive; `to: null` is until further notice."""

    since: Day = Field(alias="from")
    until: Day | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "Effective":
        if self.until is not None and self.until < self.since:
            raise wrong("失效日期早于生效日期")
        return self


class Binding(Block):
    """At which moment an object is bound to the version then in force (reading 0.8)."""

    sla: Literal["at_start"] = "at_start"
    warranty: Literal["at_start"] = "at_start"
    approval: Literal["at_submission"] = "at_submission"
    consequence: Literal["at_occurrence"] = "at_occurrence"
    deadline: Literal["at_period_end", "at_start"] = "at_period_end"


class ClauseText(Block):
    """A clause as pages show it: a short title and a paraphrase in our own words."""

    title: Text
    text: Text


class Document(Block):
    """A regulation as data. Everything that executes a clause refers to events and fields that the code publishes."""

    schema_: Literal["rulebook/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    version: int = Field(ge=1)
    title: Title
    about: Title | None = None
    tz: TimeZone
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    effective: Effective
    binding: Binding = Binding()
    departments: dict[Name, Text] = {}
    params: dict[Name, Param] = {}
    calendars: dict[Name, Calendar] = {}
    areas: dict[Name, Text] = {}
    zones: tuple[Zone, ...] = ()
    warranty: Warranty | None = None
    classes: dict[Name, Classification] = {}
    forms: dict[Name, Form] = {}
    surveys: dict[Name, Survey] = {}
    checklists: dict[Name, Checklist] = {}
    slas: dict[Name, Sla] = {}
    deadlines: dict[Name, Deadline] = {}
    obligations: dict[Name, Obligation] = {}
    approvals: dict[Name, Approval] = {}
    charges: dict[Name, Charge] = {}
    returns: dict[Name, Returns] = {}
    consequences: dict[Name, Consequence] = {}
    groups: dict[Name, Group] = {}
    escalations: dict[Name, Escalation] = {}
    notices: dict[Name, Notice] = {}
    retention: dict[Name, Retention] = {}
    clauses: dict[Clause, ClauseText] = {}
    acts: dict[Name, Clause] = {}
    coverage: dict[Clause, tuple[Text, ...]]
