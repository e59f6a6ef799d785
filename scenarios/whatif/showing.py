"""An answer as its page shows it: sums with their tones, single differences with where to see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import may_open
from core.clock import local_day
from scenarios.whatif.labels import KINDS, TONES
from scenarios.whatif.models import WhatIf
from scenarios.whatif.report import gains
from scenarios.whatif.states import Phase

SHOWN = 25
# Where the rows behind a difference are read.
ROWS = {"judgement.fact": "judgement_fact", "deadlines.deadline": "deadlines_deadline"}
PHASES = {Phase.WAITING: "mute", Phase.RUNNING: "info", Phase.DONE: "ok", Phase.BROKEN: "late"}


@dataclass(frozen=True)
class Line:
    """A row of sums; `tone` says whether people would pay more or less."""

    name: str
    note: str
    before: int
    after: int
    yuan_before: str
    yuan_after: str
    difference: str
    tone: str


@dataclass(frozen=True)
class Table:
    """One cut of the answer; `left_out` rows stand in the export only."""

    code: str
    title: str
    head: str
    lines: Sequence[Line]
    left_out: int


@dataclass(frozen=True)
class Change:
    """One difference with its instants, and the address of what it is about."""

    told: Mapping[str, Any]
    label: str
    tone: str
    day: date
    url: str
    due_before: datetime | None
    due_after: datetime | None
    done_at: datetime | None


def usual_span(now: datetime) -> tuple[date, date]:
    """The last whole twelve months up to yesterday."""
    last = local_day(now) - timedelta(days=1)
    return last - timedelta(days=364), last


def badge(what_if: WhatIf) -> dict[str, Any]:
    return {"tone": PHASES[what_if.phase], "label": what_if.phase.label}


def total(report: Mapping[str, Any]) -> Line:
    return _line(_("合计"), "", report["total"])


def figures(report: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Label, figure and tone of the sums at the top."""
    fewer, more = gains(report)
    differs = sum(report["kinds"].values())
    return [
        (_("增减（元）"), total(report).difference, total(report).tone),
        (_("有差别的项"), f"{differs:,}", "info" if differs else "mute"),
        (_("多承担的人"), f"{more:,}", "late" if more else "mute"),
        (_("少承担的人"), f"{fewer:,}", "ok" if fewer else "mute"),
    ]  # fmt: skip


def kinds(report: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    return [(str(KINDS[kind]), report["kinds"][kind], TONES[kind]) for kind in KINDS if report["kinds"].get(kind)]


def tables(report: Mapping[str, Any]) -> list[Table]:
    """By clause, month and person; people without a difference stand in the export only."""
    people = [one for one in report["persons"] if one["changed"]]
    return [
        _table("clauses", _("按条款"), _("条款"), [_line(one["clause"], one["title"], one) for one in report["clauses"]]),
        _table("months", _("按月"), _("月份"), [_line(one["month"], "", one) for one in report["months"]], most=36),
        _table("persons", _("按人"), _("姓名"), [_line(one["name"], "", one) for one in people]),
    ]


def changes(report: Mapping[str, Any], person: Person, *, now: datetime) -> list[Change]:
    """The first differences, of every clause and kind some."""
    pages = ("tickets:ticket", *(f"admin:{row}" for row in ROWS.values()))
    opens = {name: may_open(person, name, now=now) for name in pages}
    return [_change(one, opens) for one in _mixed(report["changes"])]


def _mixed(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of every clause and kind the first, then the second …: examples, not a flood of one sort."""
    turns: dict[tuple[str, str], int] = {}
    ranked = []
    for place, one in enumerate(rows):
        key = (one["clause"], one["kind"])
        turns[key] = turns.get(key, 0) + 1
        ranked.append((turns[key], place))
    chosen = sorted(ranked)[:SHOWN]
    return [rows[place] for _turn, place in sorted(chosen, key=lambda one: one[1])]


def _change(one: Mapping[str, Any], opens: Mapping[str, bool]) -> Change:
    told = {name: one[name] for name in ("due_before", "due_after", "done_at")}
    instants = {name: datetime.fromisoformat(text) if text else None for name, text in told.items()}
    day = date.fromisoformat(one["day"])
    return Change(one, str(KINDS[one["kind"]]), TONES[one["kind"]], day, _url(one, opens), **instants)


def _url(one: Mapping[str, Any], opens: Mapping[str, bool]) -> str:
    if one["ticket"] and opens["tickets:ticket"]:
        return reverse("tickets:ticket", args=[one["ticket"]])
    kind, pk = one["row"]
    name = ROWS.get(kind, "")
    return reverse(f"admin:{name}_change", args=[pk]) if name and opens[f"admin:{name}"] else ""


def _table(code: str, title: str, head: str, lines: Sequence[Line], most: int = SHOWN) -> Table:
    return Table(code, title, head, lines[:most], max(0, len(lines) - most))


def _line(name: str, note: str, one: Mapping[str, Any]) -> Line:
    difference = Decimal(one["difference"])
    before, after = (f"{Decimal(one[field]):,}" for field in ("yuan_before", "yuan_after"))
    tone = "late" if difference > 0 else "ok" if difference < 0 else "mute"
    shown = f"{difference:+,}" if difference else "0"
    return Line(name, note, one["before"], one["after"], before, after, shown, tone)
