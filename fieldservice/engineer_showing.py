"""The overview of engineers in words: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.states import PersonState
from fieldservice.engineers import Whereabouts
from fieldservice.states import TripState
from fieldservice.trip_showing import state_of
from tickets.showing import Badge

TROUBLES: dict[str, tuple[Any, str]] = {
    "unreachable": (gettext_lazy("联系不上"), "late"), "limit_missed": (gettext_lazy("逾期"), "late"),
    "reports_missing": (gettext_lazy("缺行踪"), "late"), "silent": (gettext_lazy("没有消息"), "warn"),
    "return_asked": (gettext_lazy("待批返厂"), "warn"),
}  # fmt: skip
MISSED = {"depart": gettext_lazy("逾期未出发"), "report_back": gettext_lazy("逾期未报到")}
STATES: dict[str, Any] = {
    "": gettext_lazy("全部"), "trouble": gettext_lazy("要关注"), "away": gettext_lazy("出差中"),
    "here": gettext_lazy("在厂"), "absent": gettext_lazy("休假培训下岗"),
}  # fmt: skip
HEADERS = (
    gettext_lazy("服务人员"), gettext_lazy("区域"), gettext_lazy("状态"), gettext_lazy("要关注"),
    gettext_lazy("最近位置"), gettext_lazy("位置时间"), gettext_lazy("最近消息"), gettext_lazy("在手工单"),
    gettext_lazy("出差天数"), gettext_lazy("本周缺行踪"),
)  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    label: str
    tone: str
    detail: str = ""


@dataclass(frozen=True)
class ShownEngineer:
    one: Whereabouts
    state: Badge
    troubles: Sequence[Trouble]
    days: str
    missing: str
    more_jobs: int


def shown(one: Whereabouts, least: int | None) -> ShownEngineer:
    return ShownEngineer(
        one, standing(one), [_trouble(code, one) for code in one.troubles], _days(one.days, least),
        _listed(one.missing), max(0, len(one.jobs) - 1),
    )  # fmt: skip


def standing(one: Whereabouts) -> Badge:
    """The one word for where he stands: off post, away on leave or training, on a journey, or at the factory."""
    if one.person.state == PersonState.OFF_POST:
        return Badge(_("已下岗"), "late")
    if one.absence is not None:
        until = one.absence.last_day
        what = _("培训") if one.absence.kind == "training" else _("休假")
        told = {"what": what, "day": f"{until.month}-{until.day:02d}"}
        return Badge(_("%(what)s至 %(day)s") % told, "mute")
    if one.trip is not None:
        return state_of(one.trip)
    return Badge(_("在厂"), "ok")


def _trouble(code: str, one: Whereabouts) -> Trouble:
    label, tone = TROUBLES[code]
    if code == "limit_missed" and one.limit is not None:
        return Trouble(str(MISSED.get(one.limit.kind, label)), tone)
    if code == "reports_missing":
        return Trouble(_("缺行踪 %(n)d 天") % {"n": len(one.missing)}, tone, _listed(one.missing))
    return Trouble(str(label), tone)


def _listed(days: Sequence[str]) -> str:
    """11-16、11-17 of ISO days."""
    return "、".join(f"{int(day[5:7])}-{day[8:]}" for day in days)


def _days(days: int | None, least: int | None) -> str:
    if days is None:
        return ""
    return f"{days} / {least}" if least else str(days)


def row(one: ShownEngineer) -> list[Any]:
    """One line of the workbook."""
    place, trip = one.one.place, one.one.trip
    ordered = trip.depart_on if trip and trip.state == TripState.ORDERED else None
    return [
        one.one.person.name, "、".join(one.one.person.regions or []),
        f"{one.state.label} {ordered}" if ordered else one.state.label,
        "、".join(badge.label for badge in one.troubles), place.text if place else "", place.at if place else None,
        one.one.sign_of_life, "、".join(ticket.number for ticket in one.one.jobs),
        one.one.days, one.missing,
    ]  # fmt: skip

