"""`$name` in a document stands for the value of the parameter `name`, also as one step of a path."""

import re
from collections.abc import Mapping
from typing import Any

from rulebook.errors import BookError, Steps, located

REFERENCE = re.compile(r"\$([A-Za-z0-9_]+)")


def resolved(document: dict[str, Any], lines: Mapping[Steps, int], errors: list[BookError]) -> dict[str, Any]:
    """A copy of `document`, lists as tuples, with every reference replaced; unknown ones are reported."""
    params = document.get("params")
    values = _values(params if isinstance(params, dict) else {})
    return {key: _replaced(part, (key,), values, lines, errors) for key, part in document.items()}


def _values(params: dict[str, Any]) -> dict[str, Any]:
    return {name: param.get("value") for name, param in params.items() if isinstance(param, dict)}


def _replaced(
    part: Any, steps: Steps, values: Mapping[str, Any], lines: Mapping[Steps, int], errors: list[BookError]
) -> Any:
    if isinstance(part, dict):
        return {key: _replaced(value, (*steps, key), values, lines, errors) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return tuple(_replaced(value, (*steps, index), values, lines, errors) for index, value in enumerate(part))
    if not isinstance(part, str) or "$" not in part:
        return part
    unknown = [name for name in REFERENCE.findall(part) if name not in values]
    errors.extend(located(steps, f"没有参数 {name}", lines) for name in unknown)
    if unknown:
        return None
    # A whole reference keeps the value's own type; inside a text it becomes text.
    whole = REFERENCE.fullmatch(part)
    return values[whole[1]] if whole else REFERENCE.sub(lambda found: str(values[found[1]]), part)
