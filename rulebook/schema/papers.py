"""What must be filled in: forms with required and conditional fields, surveys, checklists."""

from typing import Literal

from pydantic import Field

from rulebook.schema.base import Block, Clause, Name, Text
from rulebook.schema.conditions import Condition


class FormField(Block):
    """One field; `required_when` makes it required only where the condition on the form's own values holds.

    `options` are what may be chosen; of `checklists` the names of those that are gone through. `why` says what a
    field of ours rests on where the regulation does not name it.
    """

    title: Text
    type: Literal[
        "text", "long_text", "bool", "money", "date", "instant", "choice", "files", "person", "checklists"
    ] = "text"
    options: tuple[Text, ...] = ()
    why: Text | None = None
    required: bool = False
    required_when: Condition | None = None
    must_be: Literal[True] | None = None
    min_length: int = Field(1, ge=1)


class Form(Block):
    """A paper of the regulation."""

    clause: Clause
    title: Text
    fields: dict[Name, FormField]


class Sentence(Block):
    """What is said to a customer, in his language."""

    zh: Text
    en: Text


class Item(Block):
    """One question of a survey or one line of a checklist; `for_customer` is what keeping it means to him."""

    id: Name
    title: Text
    clause: Clause | None = None
    levels: tuple[Text, ...] = ()
    for_customer: Sentence | None = None


class Survey(Block):
    """Questions with one scale; all of them are required unless said otherwise."""

    clause: Clause
    title: Text
    scale: Literal["yes_no", "1_to_5", "levels"] = "1_to_5"
    items: tuple[Item, ...] = Field(min_length=1)
    required: Literal["all", "any"] = "all"
    feeds: Literal["appraisal"] | None = None


class Checklist(Block):
    """Rules of conduct that a person goes through."""

    clause: Clause
    title: Text
    items: tuple[Item, ...] = Field(min_length=1)
