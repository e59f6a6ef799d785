"""Changing a document: by the bare name of a parameter, or by a dotted path; a value replaces the whole value there."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from rulebook.schema.document import Document

SECTIONS = frozenset(field.alias or name for name, field in Document.model_fields.items())


class UnknownPath(ValueError):
    """A change names something that the document does not have."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"制度中没有“{path}”")


def changed(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `document` with every change made; UnknownPath where one leads nowhere.

    A section that the document does not have, or a new key of one that it has, may be added; null removes an entry of
    a section.
    """
    copy = deepcopy(dict(document))
    for path, value in changes.items():
        _change(copy, path, deepcopy(value))
    return copy


def _change(document: dict[str, Any], path: str, value: Any) -> None:
    if path in document.get("params", {}):
        document["params"][path]["value"] = value
        return
    here, rest, depth = document, path, 0
    while True:
        step = _longest(here, rest)
        if rest == step or step is None:
            break
        here, rest, depth = here[step], rest[len(step) + 1 :], depth + 1
    known = isinstance(here, dict) and (rest in here or ("." not in rest and (depth > 0 or rest in SECTIONS)))
    if not known:
        raise UnknownPath(path)
    # Only an entry can go; a blank inside one (a parameter's value) is a value.
    if value is None and depth == 1 and rest in here:
        del here[rest]
    else:
        here[rest] = value


def _longest(here: Any, rest: str) -> str | None:
    """The key of `here` with which `rest` begins; clause numbers hold dots themselves (coverage.6.2)."""
    if not isinstance(here, dict):
        return None
    keys = [key for key in here if rest == key or rest.startswith(f"{key}.")]
    return max(keys, key=len, default=None)
