"""The state machines of the product as tables, read from the code itself."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model
from django.utils.translation import override
from django_fsm import FSMFieldMixin

HEAD = """# States

Written by `manage.py states --write` from the transitions in the code; a test compares the two. Every transition runs
through `core.transitions`: row lock, checks, one journal row, one transaction.
"""


class Arrow(NamedTuple):
    """One line of a machine's table."""

    source: str
    act: str
    target: str
    told: str


def machines() -> Iterator[type[Model]]:
    """Every model that has a state machine, by app and name."""
    for model in sorted(apps.get_models(), key=lambda found: found._meta.label_lower):
        if any(isinstance(field, FSMFieldMixin) for field in model._meta.fields):
            yield model


def arrows(model: type[Model]) -> list[Arrow]:
    """The transitions of a model's state field, in the order of its states."""
    field = _state_field(model)
    order = {value: place for place, (value, _label) in enumerate(field.flatchoices)}
    found = [
        Arrow(move.source, move.name, str(move.target), (move.method.__doc__ or "").strip().split("\n")[0])
        for move in field.get_all_transitions(model)
    ]
    return sorted(found, key=lambda arrow: (order.get(arrow.source, -1), order.get(arrow.target, -1), arrow.act))


def document() -> str:
    """All machines as one page of Markdown."""
    with override("zh-hans"):
        return HEAD + "".join(_section(model) for model in machines())


def _state_field(model: type[Model]) -> Any:
    return model._meta.get_field("state")


def _section(model: type[Model]) -> str:
    field = _state_field(model)
    states = "，".join(f"`{value}` {label}" for value, label in field.flatchoices)
    rows = "".join(f"| {a.source} | {a.act} | {a.target} | {a.told} |\n" for a in arrows(model))
    title = f"\n## {model._meta.verbose_name} (`{model._meta.label}`)\n\n{states}\n\n"
    return f"{title}| From | Act | To | |\n|---|---|---|---|\n{rows}"
