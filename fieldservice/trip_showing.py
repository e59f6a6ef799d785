"""Journeys as pages show them: days against the least number, the limit that runs, what may be done; reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acts import ACTS
from core.clock import local_day
from core.countdown import Left, left
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from fieldservice.models import Trip
from fieldservice.states import TRAVELLING, TRIP_COLOURS, TripState
from rulebook.book import Book
from tickets.showing import TONES, Badge

S = TripState
# Of the office, by state: the first is the one that is waited for.
OFFICE: dict[str, tuple[str, ...]] = {
    S.ORDERED: ("change_departure", "cancel_departure"), S.AWAY: ("call_home",),
    S.RETURN_ASKED: ("allow_return", "deny_return", "call_home"), S.RETURN_ALLOWED: ("call_home",),
}  # fmt: skip
OWN: dict[str, tuple[str, ...]] = {
    S.ORDERED: ("depart",), S.AWAY: ("ask_return", "return_to_factory"), S.RETURN_ASKED: ("return_to_factory",),
    S.RETURN_ALLOWED: ("return_to_factory",), S.RETURNED: ("report_back",),
}  # fmt: skip
WAITED_FOR = {"allow_return"}
# In the rows of a list, where the row says what it is about.
SHORT: dict[str, Any] = {
    "allow_return": gettext_lazy("批准"), "deny_return": gettext_lazy("不批准"), "change_departure": gettext_lazy("改期"),
    "cancel_departure": gettext_lazy("取消"), "call_home": gettext_lazy("召回"),
}  # fmt: skip
DANGER = {"cancel_departure", "deny_return"}
LIMITS = {"depart": gettext_lazy("最迟出发"), "report_back": gettext_lazy("最迟报到")}


@dataclass(frozen=True)
class Button:
    act: str
    label: str
    short: str
    url: str
    number: str
    primary: bool
    danger: bool


@dataclass(frozen=True)
class Limit:
    """A limit of the journey: what it is for, when it ends, and what became of it."""

    label: str
    due_at: datetime
    clause: str
    left: Left | None
    missed: bool
    text: str


@dataclass(frozen=True)
class ShownTrip:
    """`days` so far, of at least `least`; `short` is how many are missing."""

    trip: Trip
    state: Badge
    days: int | None
    least: int | None
    limit: Limit | None
    buttons: tuple[Button, ...]

    @property
    def short(self) -> int:
        return max(0, (self.least or 0) - self.days) if self.days is not None else 0

    @property
    def permille(self) -> int:
        return min(1000, round(1000 * (self.days or 0) / self.least)) if self.least else 0

    @property
    def tone(self) -> str:
        """Of the day count: enough, not enough yet, or ended too early."""
        if not self.short or self.trip.called_home_at:
            return "ok"
        return "info" if self.trip.state in TRAVELLING else "late"

    @property
    def pending(self) -> Limit | None:
        """The limit while it says something: it runs, or was missed."""
        return self.limit if self.limit and (self.limit.left or self.limit.missed) else None

    @property
    def allowed(self) -> bool:
        return self.trip.state == S.RETURN_ALLOWED


def least_days(book: Book) -> int | None:
    """9.8a: how long a journey has to last; None where the book says nothing of it."""
    return int(book.param("trip_min_days")) if "trip_min_days" in book.params else None


def shown(
    trip: Trip, limits: Mapping[int, Deadline], least: int | None, acts: Mapping[str, tuple[str, ...]],
    allowed: frozenset[str], *, now: datetime,
) -> ShownTrip:  # fmt: skip
    """`limits` by trip, `allowed` are the acts for which the viewer has the role."""
    until = trip.returned_at or now
    limit = limits.get(trip.pk)
    return ShownTrip(
        trip, state_of(trip), trip.days_until(local_day(until)), least, shown_limit(limit, now) if limit else None,
        tuple(_button(trip, act, acts is OWN) for act in acts.get(trip.state, ()) if _open(trip, act, allowed, now)),
    )  # fmt: skip


def state_of(trip: Trip) -> Badge:
    return Badge(str(TripState(trip.state).label), TONES[TRIP_COLOURS[trip.state]])


def _open(trip: Trip, act: str, allowed: frozenset[str], now: datetime) -> bool:
    """Whether to offer the act: an order whose date is over is only cancelled, and nobody is called home twice."""
    done = {"call_home": trip.called_home_at is not None, "change_departure": local_day(now) > trip.depart_on}
    return act in allowed and not done.get(act, False)


def _button(trip: Trip, act: str, own: bool) -> Button:
    url = reverse(f"fieldservice:{act}", args=[trip.number])
    label = str(ACTS[act])
    return Button(act, label, str(SHORT.get(act, label)), url, trip.number, own or act in WAITED_FOR, act in DANGER)


def shown_limit(row: Deadline, now: datetime) -> Limit:
    label, missed = str(LIMITS.get(row.kind, row.kind)), row.state is DeadlineState.MISSED or row.overdue(now)
    running = row.stopped_at is None and row.ended_at is None
    done = row.stopped_at or row.ended_at
    told = str(row.state.label) if done else ""
    return Limit(
        label, row.due_at, row.clause, left(row.start_at, row.due_at, now=now) if running else None, missed, told
    )


def facts(one: ShownTrip) -> list[tuple[str, Any]]:
    """What is written on the order and came of it, for the page of one journey."""
    trip = one.trip
    rows = [
        (_("服务人员"), trip.engineer.name), (_("目的区域"), trip.region), (_("任务"), trip.note),
        (_("出发日期"), trip.depart_on.isoformat()), (_("下达人"), trip.ordered_by.name),
        (_("制度版本"), _("第 %(number)d 版") % {"number": trip.version.number}),
        (_("返厂事由"), trip.ask_reason), (_("不批准原因"), trip.answer),
        (_("批准人"), trip.allowed_by.name if trip.allowed_by else ""),
    ]  # fmt: skip
    return [(label, value) for label, value in rows if value]


def moments(trip: Trip) -> list[tuple[str, datetime]]:
    """The instants of a journey in their order."""
    rows = [
        (_("下达"), trip.ordered_at), (_("出发"), trip.departed_at), (_("公司召回"), trip.called_home_at),
        (_("申请返厂"), trip.asked_at), (_("批准返厂"), trip.allowed_at), (_("返厂"), trip.returned_at),
        (_("报到"), trip.reported_back_at),
    ]  # fmt: skip
    return sorted(((label, at) for label, at in rows if at), key=lambda row: row[1])
