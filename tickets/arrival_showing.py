"""Check-ins as pages tell them: when the system received one, what the phone claims, and what became of the claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import scopes_of
from core.clock import local_day, zone
from core.models import StoredFile
from deadlines.models import Deadline
from tickets.claims import Place, kilometres, one_tap, state_of
from tickets.models import Arrival
from tickets.selectors.claims import missed_due
from tickets.showing import Badge, spell_exact
from tickets.states import ArrivalFlag, ArrivalOutcome, ClaimState

TONES = {
    ClaimState.OK: "mute", ClaimState.CLAIMED: "warn", ClaimState.ACCEPTED: "ok", ClaimState.REFUSED: "late",
}  # fmt: skip
# What a network needs anyway is not worth a word.
WORTH_TELLING = timedelta(minutes=1)
METRES = 1000


@dataclass(frozen=True)
class ShownArrival:
    """One check-in; `decided` says by whom, when and why, `place` is empty for who may not know it."""

    who: str
    day: datetime
    text: str
    state: Badge
    waits: bool = False
    one_tap: bool = False
    lag: str = ""
    due_at: datetime | None = None
    received_at: datetime | None = None
    claimed_at: datetime | None = None
    flags: tuple[str, ...] = ()
    outcome: str = ""
    place: str = ""
    decided: str = ""
    reason: str = ""
    photos: tuple[StoredFile, ...] = ()


def sees_place(reader: Person, engineer_id: int, *, now: datetime) -> bool:
    """Positions are for supervisors, managers, the auditor, and the engineer himself."""
    scopes = scopes_of(reader, "positions", now=now)
    return "all" in scopes or ("own" in scopes and reader.pk == engineer_id)


def shown_arrivals(
    arrivals: Iterable[Arrival], limits: Iterable[Deadline], reader: Person, *, site: Place | None = None, now: datetime
) -> list[ShownArrival]:
    """The check-ins of a ticket; `limits` are those that stand now."""
    due = {limit.occurrence: missed_due(limit) for limit in limits if limit.kind == "arrival"}
    return [
        shown_arrival(row, due.get(str(row.cycle)) if row.first else None, reader, site=site, now=now)
        for row in arrivals
    ]


def shown_arrival(
    row: Arrival, due_at: datetime | None, reader: Person, *, site: Place | None = None,
    photos: Iterable[StoredFile] = (), now: datetime,
) -> ShownArrival:  # fmt: skip
    decision = getattr(row, "decision", None)
    accepted = decision.accepted if decision else None
    state = state_of(row.received_at, row.claimed_at, due_at=due_at, accepted=accepted)
    claimed = row.claimed_at
    told = {"name": decision.by.name, "at": _clock(decision.at, decision.at)} if decision else {}
    return ShownArrival(
        row.engineer.name, row.received_at, _text(row, state), Badge(str(state.label), TONES[state]),
        waits=state == ClaimState.CLAIMED, due_at=due_at, received_at=row.received_at, claimed_at=claimed,
        one_tap=claimed is not None and one_tap(row.received_at, claimed, row.flags or ()),
        lag=lag_of(row.received_at - claimed) if claimed else "",
        flags=tuple(str(ArrivalFlag(flag).label) for flag in row.flags or () if flag in ArrivalFlag.values),
        outcome=outcome_text(row), place=_place(row, site) if sees_place(reader, row.engineer_id, now=now) else "",
        decided=_("%(name)s于 %(at)s") % told if decision else "", reason=decision.reason if decision else "",
        photos=tuple(photos),
    )  # fmt: skip


def _text(row: Arrival, state: ClaimState) -> str:
    """系统收到 20:13，设备声称 19:58（待认定）"""
    received, claimed = row.received_at, row.claimed_at
    if claimed is None or (state == ClaimState.OK and received - claimed < WORTH_TELLING):
        return _("系统收到 %(received)s") % {"received": _clock(received, received)}
    told = {"received": _clock(received, claimed), "claimed": _clock(claimed, received), "state": state.label}
    return _("系统收到 %(received)s，设备声称 %(claimed)s（%(state)s）") % told


def _clock(instant: datetime, other: datetime) -> str:
    """19:58, with its day where the other instant is of another one, with seconds where the minutes are the same."""
    local = instant.astimezone(zone())
    if local_day(instant) != local_day(other):
        return f"{local:%Y-%m-%d %H:%M}"
    same = instant != other and f"{local:%H:%M}" == f"{other.astimezone(zone()):%H:%M}"
    return f"{local:%H:%M:%S}" if same else f"{local:%H:%M}"


def lag_of(lag: timedelta) -> str:
    """How much later it was received than claimed: 15 分 00 秒, 6 小时 05 分, 40 天 3 小时."""
    if lag < timedelta(hours=1):
        return spell_exact(lag)
    hours, minutes = divmod(int(lag.total_seconds()) // 60, 60)
    if lag < timedelta(days=3):
        return _("%(hours)d 小时 %(minutes)02d 分") % {"hours": hours, "minutes": minutes}
    return _("%(days)d 天 %(hours)d 小时") % {"days": hours // 24, "hours": hours % 24}


def outcome_text(row: Arrival) -> str:
    """What came of asking for the position; older rows keep it beside nothing."""
    return str(ArrivalOutcome(row.outcome).label) if row.outcome in ArrivalOutcome.values else ""


def _place(row: Arrival, site: Place | None) -> str:
    if row.latitude is None or row.longitude is None:
        return row.position
    text = f"{row.latitude:.6f}, {row.longitude:.6f}"
    if row.accuracy is not None:
        text += _("（精度 %(metres)d 米）") % {"metres": round(row.accuracy)}
    if site is None:
        return text
    return text + _("，距现场 %(way)s") % {"way": way_of(kilometres(Place(row.latitude, row.longitude), site))}


def way_of(way: float) -> str:
    """320 米, 2.3 公里."""
    return _("%d 米") % round(way * METRES) if way < 1 else _("%.1f 公里") % way


def told_after_tap(row: Arrival, due_at: datetime | None) -> str:
    """What the phone shows when the check-in has been received."""
    told = [_("已打卡，系统收到 %(at)s") % {"at": _clock(row.received_at, row.received_at)}, outcome_text(row)]
    if row.first and state_of(row.received_at, row.claimed_at, due_at=due_at) == ClaimState.CLAIMED and row.claimed_at:
        waits = _("已过到场时限；手机声称 %(claimed)s，等主管认定")
        told.append(waits % {"claimed": _clock(row.claimed_at, row.received_at)})
    return "；".join(text for text in told if text)
