"""From YAML to plain values, with the line of every part and the traps of YAML reported instead of sprung."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import yaml

from rulebook.errors import BookError, Steps, dotted

TAGS = "tag:yaml.org,2002:"
# The C parser is ten times faster, but not every build of PyYAML has it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Bytes; the largest book that is shipped has a twentieth of it.
LARGEST = 2_000_000
DEEPEST = 40


@dataclass
class Written:
    """A document as it was written."""

    document: Any = None
    lines: dict[Steps, int] = field(default_factory=dict)
    errors: list[BookError] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def refuse(self, steps: Steps, line: int, message: str) -> None:
        self.errors.append(BookError(dotted(steps), message, line))


def read(text: str) -> Written:
    """The values of `text`; dates become ISO text, clause numbers and times stay as they were quoted."""
    written = Written()
    if too_deep(text):
        written.errors.append(BookError("", "内容嵌套过深，不是一份制度"))
        return written
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        written.errors.append(BookError("", f"不是有效的 YAML：{getattr(error, 'problem', error)}", line))
        return written
    if not isinstance(node, yaml.MappingNode):
        written.errors.append(BookError("", "文件应为键值结构", 1))
        return written
    written.document = _value(node, (), written)
    return written


def too_deep(text: str) -> bool:
    """Whether blocks are nested so deep that composing them would end the process, which no exception tells."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return True
    except yaml.YAMLError:
        # Where it breaks off it is told by `read`.
        return False
    return False


def _value(node: yaml.Node, steps: Steps, written: Written) -> Any:
    line = node.start_mark.line + 1
    written.lines.setdefault(steps, line)
    if isinstance(node, yaml.CollectionNode):
        # One that is met again is an alias: a few lines of them unfold into more than any memory holds.
        if id(node) in written.seen:
            written.refuse(steps, line, "不能使用 YAML 的别名（&、*），请把内容写全")
            return None
        written.seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, steps, written))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*steps, index), written) for index, item in enumerate(node.value)]
    return _scalar(cast(yaml.ScalarNode, node), steps, written)


def _pairs(node: yaml.MappingNode, steps: Steps, written: Written) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key, value in node.value:
        name = str(key.value)
        here, line = (*steps, name), key.start_mark.line + 1
        if key.tag != f"{TAGS}str":
            written.refuse(here, line, _key_trap(key))
        if "\0" in name:
            written.refuse(here, line, "键中不能有空字符（\\0）")
        if name in seen:
            written.refuse(here, line, _twice(steps, name))
        seen.add(name)
        written.lines[here] = line
        yield name, _value(value, here, written)


def _twice(steps: Steps, name: str) -> str:
    return f"条款 {name} 出现了两次" if steps in (("coverage",), ("clauses",)) else "同一个键出现了两次"


def _key_trap(key: yaml.Node) -> str:
    if key.tag == f"{TAGS}bool":
        return f"“{key.value}”在 YAML 中是真假值，不能作键"
    if key.tag in (f"{TAGS}float", f"{TAGS}int"):
        return f"键 {key.value} 必须加引号（6.10 不加引号会读成 6.1）"
    return f"键“{key.value}”应为文字"


def _scalar(node: yaml.ScalarNode, steps: Steps, written: Written) -> Any:
    kind = node.tag.removeprefix(TAGS)
    if "\0" in node.value:
        # PostgreSQL takes none in a text.
        written.refuse(steps, node.start_mark.line + 1, "文字中不能有空字符（\\0）")
        return ""
    # YAML 1.1 counts 24:00 to the base of sixty.
    if kind in ("int", "float") and ":" in node.value:
        written.refuse(steps, node.start_mark.line + 1, f"时刻 {node.value} 必须加引号，否则会读成数字")
        return node.value
    if kind == "bool" and node.value.lower() not in ("true", "false"):
        written.refuse(steps, node.start_mark.line + 1, f"“{node.value}”在 YAML 中是真假值，请写 true、false 或加引号")
        return node.value
    try:
        value = _CONSTRUCTOR.construct_object(node)
    except (yaml.YAMLError, ValueError, AttributeError):
        # 2026-02-30, a number of thousands of digits, a tag of somebody's own: PyYAML raises whatever comes of it.
        written.refuse(steps, node.start_mark.line + 1, f"“{node.value[:40]}”不是有效的值，请改正或加引号")
        return node.value
    return value.isoformat() if isinstance(value, date) else value


_CONSTRUCTOR = yaml.SafeLoader("")
