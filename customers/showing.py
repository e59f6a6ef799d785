"""An uploaded file in words: where it stands, what would change, what is refused and how to mend it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.columns import COLUMNS
from customers.models import ImportUpload
from customers.states import FileKind, ImportPhase

TONES = {
    ImportPhase.UPLOADED: "info", ImportPhase.CHECKING: "info", ImportPhase.CHECKED: "warn",
    ImportPhase.RUNNING: "info", ImportPhase.DONE: "ok", ImportPhase.BROKEN: "late",
}  # fmt: skip
STEPS = (gettext_lazy("上传文件"), gettext_lazy("对应列"), gettext_lazy("预览"), gettext_lazy("导入"))
_STEP_OF = {
    ImportPhase.UPLOADED: 1, ImportPhase.CHECKING: 2, ImportPhase.CHECKED: 2, ImportPhase.RUNNING: 3,
    ImportPhase.DONE: 4, ImportPhase.BROKEN: 2,
}  # fmt: skip
_WHAT = {"added": (gettext_lazy("新增"), "ok"), "updated": (gettext_lazy("更新"), "info")}
# The admin page of each kind, and what a link to it says.
_LISTS = {
    FileKind.CUSTOMERS: ("admin:customers_customer", gettext_lazy("查看客户")),
    FileKind.MACHINES: ("admin:customers_machine", gettext_lazy("查看设备")),
    FileKind.CONTRACTS: ("admin:customers_contract", gettext_lazy("查看合同")),
}


@dataclass(frozen=True)
class Cell:
    """A value of a row in the preview, and what stood there before where it differs."""

    value: str
    before: str | None


@dataclass(frozen=True)
class Line:
    """One row that is new or differs."""

    number: int
    what: Any
    tone: str
    cells: list[Cell]


def steps(upload: ImportUpload | None) -> list[dict[str, Any]]:
    """The way of a file, with where it is."""
    here = _STEP_OF[upload.phase] if upload else 0
    marks = ["is-done" if place < here else "is-here" if place == here else "" for place in range(len(STEPS))]
    return [{"label": label, "mark": mark} for label, mark in zip(STEPS, marks, strict=True)]


def badge(upload: ImportUpload) -> dict[str, Any]:
    return {"tone": TONES[upload.phase], "label": upload.phase.label}


def figures(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The four counts, as the pages show them on top."""
    told = (
        (_("新增"), "added", "ok"), (_("更新"), "updated", "info"), (_("未变"), "unchanged", "mute"),
        (_("拒绝"), "refused", "late"),
    )  # fmt: skip
    return [
        {"label": label, "count": report[name], "tone": tone if report[name] else "mute"} for label, name, tone in told
    ]


def headers_of(kind: FileKind, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The fields that any of the shown rows fills: name and label."""
    filled = {name for row in rows for name in row["values"]}
    return [(column.name, column.label) for column in COLUMNS[kind] if column.name in filled]


def lines(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The first rows that are new or differ."""
    return [
        Line(row["row"], *_WHAT[row["what"]], [_cell(row, name) for name in names])
        for row in rows
    ]  # fmt: skip


def _cell(row: Mapping[str, Any], name: str) -> Cell:
    before = row["before"].get(name)
    return Cell(row["values"].get(name, ""), before if before is None or before else _("（空）"))


def result_links(upload: ImportUpload, opens: Callable[[str], bool]) -> list[tuple[str, Any]]:
    """Addresses on from a finished import, of the pages that open to the reader."""
    name, label = _LISTS[FileKind(upload.kind)]
    found: list[tuple[str, Any]] = [(reverse(f"{name}_changelist"), label)] if opens(name) else []
    if upload.run_id and opens("admin:customers_importrun"):
        found.append((reverse("admin:customers_importrun_change", args=[upload.run_id]), _("导入记录")))
    return found
