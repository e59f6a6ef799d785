"""Duties, contracts and visits as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import selectors as people
from core.countdown import Left, left
from customers.contracts import standing
from customers.models import Contract
from fieldservice.models import CustomerVisit
from fieldservice.owed import Owed
from fieldservice.visits import answers_of
from rulebook.durations import parse
from tickets.showing import place_of

TONES = {"running": "ok", "future": "info", "over": "mute", "ended": "mute"}


@dataclass(frozen=True)
class ShownOwed:
    """A row with its countdown, where to go, and the one thing to do."""

    owed: Owed
    left: Left
    place: str
    period: str
    over: bool
    opens_at: datetime | None
    act: str
    url: str


def shown(rows: Iterable[Owed], *, now: datetime, may_visit: bool) -> list[ShownOwed]:
    return [_shown(row, now, may_visit) for row in rows]


def _shown(row: Owed, now: datetime, may_visit: bool) -> ShownOwed:
    place = row.customer and place_of(row.customer.country, row.customer.province, row.customer.address)
    over = row.is_over(now)
    act, url = _act(row, may_visit and not over)
    return ShownOwed(
        row, left(row.deadline.start_at, row.deadline.due_at, now=now), place or "", _period(row), over,
        row.opens_at(now), act, url,
    )  # fmt: skip


def _act(row: Owed, may_visit: bool) -> tuple[str, str]:
    """What to do about it and where; nothing where it is done by another act."""
    if row.is_contract:
        return _("处理合同"), reverse("admin:customers_contract_change", args=[row.deadline.subject_id])
    if not (row.is_visit and may_visit and row.customer):
        return "", ""
    owed = row.deadline.version.book.obligations[row.deadline.kind]
    url = reverse("fieldservice:visit", args=[row.customer.number])
    return _("去填写"), f"{url}?survey={owed.survey}" if owed.survey else url


def _period(row: Owed) -> str:
    """2026Q2, 2026-03; a link of a chain is told by its due day alone."""
    told = row.deadline.occurrence
    return "" if told.startswith(("after:", "first")) or row.is_contract else told


@dataclass(frozen=True)
class ShownContract:
    contract: Contract
    label: str
    tone: str
    arrival: str
    machines: str


def contracts(rows: Iterable[Contract], today: date) -> list[ShownContract]:
    """With their standing on a day, and what they cover."""
    found = []
    for row in rows:
        code, words = standing(row, today)
        covered = "、".join(machine.serial for machine in row.covered.all())
        arrival = parse(row.arrival).text if row.arrival else ""
        found.append(ShownContract(row, words, TONES[code], arrival, covered or _("全部设备")))
    return found


@dataclass(frozen=True)
class Sheet:
    """A visit with its answers in words."""

    visit: CustomerVisit
    title: str
    answers: Sequence[tuple[str, str]]
    fulfilled: str


def sheet(visit: CustomerVisit) -> Sheet:
    book = visit.version.book
    survey = book.surveys.get(visit.survey)
    done = [book.obligations.get(row["kind"]) for row in visit.fulfilled]
    named = [f"{(owed.title if owed else '') or row['kind']} {_told(row['period'])}".strip()
             for owed, row in zip(done, visit.fulfilled, strict=True)]  # fmt: skip
    return Sheet(visit, survey.title if survey else _("巡访"), answers_of(visit), "、".join(named))


def _told(period: str) -> str:
    return "" if period.startswith(("after:", "first")) else period


def visitors(*, now: datetime) -> list[tuple[str, str]]:
    """Whom the list may be narrowed to."""
    chosen: list[Any] = list(people.engineers(now).order_by("name").values_list("username", "name"))
    return [("none", _("无人负责")), *chosen]
