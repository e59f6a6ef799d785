"""What is wrong with a book: every error with its dotted path, its line and a Chinese message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

Steps = tuple[str | int, ...]

MISSING = object()
MESSAGES = {
    "missing": "缺少必填项",
    "extra_forbidden": "未知的键",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "写法不符合要求",
    "string_too_long": "过长",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "date_from_datetime_parsing": "应为日期，如 2019-07-06",
    "date_type": "应为日期，如 2019-07-06",
    "dict_type": "应为键值结构",
    "model_type": "应为键值结构",
    "tuple_type": "应为列表",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多只能有 {max_length} 项",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
}


@dataclass(frozen=True)
class BookError:
    """One thing that is wrong, and where."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"第 {self.line} 行 " if self.line else ""
        return f"{where}{self.path}：{self.message}" if self.path else f"{where}{self.message}"


class BookErrors(Exception):
    """A document that is no valid book; `errors` in the order of the file."""

    def __init__(self, errors: Iterable[BookError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.line or 0, error.path)))
        super().__init__("\n".join(str(error) for error in self.errors))


def dotted(steps: Iterable[str | int]) -> str:
    """`approvals.parts_issue.bands[1].gt`; keys that hold a dot themselves are quoted."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + (f'"{step}"' if "." in step else step)
    return text


def located(steps: Iterable[str | int], message: str, lines: Mapping[Steps, int]) -> BookError:
    """The error at `steps`, on the line of the nearest part of the file that is written there."""
    steps = tuple(steps)
    near = next((steps[:size] for size in range(len(steps), 0, -1) if steps[:size] in lines), ())
    return BookError(dotted(steps), message, lines.get(near))


def from_schema(detail: ErrorDetails, document: Any, lines: Mapping[Steps, int]) -> BookError:
    """The error of the schema's validator in the terms of the file."""
    template = MESSAGES.get(detail["type"])
    context = detail.get("ctx", {})
    message = template.format(**context) if template else str(context.get("text", detail["msg"]))
    return located(_written(detail["loc"], document, keep_last=detail["type"] == "missing"), message, lines)


def _written(steps: Steps, document: Any, *, keep_last: bool) -> Steps:
    """`steps` without the names that the schema adds itself, such as the kinds of a union."""
    found: list[str | int] = []
    here = document
    for step in steps:
        below = _part(here, step)
        if below is not MISSING:
            here = below
        elif not (keep_last and step == steps[-1]):
            continue
        found.append(step)
    return tuple(found)


def _part(whole: Any, step: str | int) -> Any:
    if isinstance(whole, dict):
        return whole.get(step, MISSING)
    if isinstance(whole, list | tuple) and isinstance(step, int) and step < len(whole):
        return whole[step]
    return MISSING
