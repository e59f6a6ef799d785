"""A text message read as a daily report: 客户，联系人，电话，设备状况[，地点], or the same with labels in any order."""

import re

from core import cells

ORDER = ("customer", "contact", "phone", "equipment", "place")
LABELS = {
    "customer": ("所在用户", "客户", "用户", "单位"),
    "contact": ("联系人", "联络人"),
    "phone": ("联系电话", "电话", "手机"),
    "equipment": ("设备状况", "设备情况", "设备", "状况"),
    "place": ("所在地", "地点", "位置", "地址"),
}
LONGEST = 1000
_NAMES = {label: field for field, labels in LABELS.items() for label in labels}
_LABEL = re.compile(rf"(?:^|(?<=[\s,，;；、。]))({'|'.join(sorted(_NAMES, key=len, reverse=True))})\s*[:：]")
_COMMA = re.compile(r"[,，;；]")
_EDGE = " \t,，;；、。"


def read(text: str) -> dict[str, str]:
    """The fields that `text` tells; what it does not tell is left out, nothing is guessed."""
    line = cells.text(text)[:LONGEST].strip(_EDGE)
    labelled = list(_LABEL.finditer(line))
    return _by_labels(line, labelled) if labelled else _by_order(line)


def _by_labels(line: str, labelled: list[re.Match[str]]) -> dict[str, str]:
    ends = [match.start() for match in labelled[1:]] + [len(line)]
    told: dict[str, str] = {}
    for match, end in zip(labelled, ends, strict=True):
        value = line[match.end() : end].strip(_EDGE)
        if value:
            told.setdefault(_NAMES[match[1]], value)
    return told


def _by_order(line: str) -> dict[str, str]:
    parts = [part.strip(_EDGE) for part in (_COMMA.split(line) if _COMMA.search(line) else line.split())]
    if len(parts) > len(ORDER):
        # Only the state of a machine takes a sentence: what is too much in the middle belongs to it.
        parts = [*parts[:3], "，".join(part for part in parts[3:-1] if part), parts[-1]]
    return {name: part for name, part in zip(ORDER, parts, strict=False) if part}
