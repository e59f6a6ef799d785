"""Tickets as pages show them: words, tones and sums out of stored rows; decides nothing, reads no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.countries import country_name
from core.countdown import Left, left, spell
from core.templatetags.clockwork import due_stamp, exact, iso_day, stamp
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from judgement.models import Proposal
from judgement.states import ProposalState
from rulebook import classes, durations, zones
from rulebook.clocks import time_left
from rulebook.models import RulebookVersion
from tickets.models import Ticket
from tickets.selectors import TicketPage
from tickets.services.clock import Reckoning
from tickets.states import COLOURS, PATH, TicketState, WarningCode
from tickets.steps import length_of, step_lines

# Colours of states.py in the product's tones.
TONES = {
    "amber": "warn",
    "blue": "info",
    "violet": "info",
    "teal": "info",
    "green": "ok",
    "grey": "mute",
    "red": "late",
}
PROPOSALS = {
    ProposalState.PROPOSED: "warn", ProposalState.CONFIRMED: "late", ProposalState.SETTLED: "late",
    ProposalState.WAIVED: "ok",
}  # fmt: skip
# What each state lacks to go on, in a word for lists.
WAITS = {
    TicketState.REPORTED: gettext_lazy("等派工"), TicketState.DISPATCHED: gettext_lazy("等到场"),
    TicketState.ON_SITE: gettext_lazy("等开始维修"), TicketState.DIAGNOSED: gettext_lazy("等开始维修"),
    TicketState.WORKING: gettext_lazy("等完工签字"), TicketState.COMPLETED: gettext_lazy("等收服务卡"),
    TicketState.FOLLOW_UP: gettext_lazy("等回访"), TicketState.HANDED_TO_OFFICE: gettext_lazy("等办事处处理"),
}  # fmt: skip
STOPPED = {
    "arrival": gettext_lazy("实际到场"), "follow_up": gettext_lazy("回访结束"), "old_part": gettext_lazy("旧件返回"),
    "reply": gettext_lazy("实际答复"),
}  # fmt: skip
DEADLINES = {
    "arrival": gettext_lazy("到场时限"), "follow_up": gettext_lazy("回访时限"), "old_part": gettext_lazy("返回期限"),
    "reply": gettext_lazy("答复期限"),
}  # fmt: skip


@dataclass(frozen=True)
class Badge:
    label: str
    tone: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a sum; `mark` is is-total or is-late."""

    label: str
    text: str
    mark: str = ""


@dataclass(frozen=True)
class Due:
    """The due panel: the instant, what is left, and the arithmetic with its clause."""

    label: str
    clause: str
    at: datetime | None = None
    left: Left | None = None
    lines: list[Line] = field(default_factory=list)
    note: str = ""


def state_badge(state: str) -> Badge:
    return Badge(str(TicketState(state).label), TONES[COLOURS[state]])


def coverage_badge(free: bool | None, in_warranty: bool | None, ends: date | None, guarantee: Any = None) -> Badge:
    """保内 with its last covered day, 维修保证期内, 保外, or 保修待定."""
    if in_warranty:
        return Badge(_("保内"), "ok", _("至 %s") % iso_day(ends))
    if free and guarantee:
        return Badge(_("维修保证期内"), "ok", _("至 %s") % guarantee["until"])
    if in_warranty is None:
        return Badge(_("保修待定"), "warn", _("缺起算日期"))
    return Badge(_("保外"), "mute", _("止于 %s") % iso_day(ends))


def coverage_of(ticket: Ticket) -> Badge:
    return coverage_badge(ticket.free, ticket.in_warranty, ticket.warranty_ends, ticket.coverage.get("guarantee"))


def warnings_of(codes: Iterable[str]) -> list[str]:
    return [str(WarningCode(code).label) for code in codes if code in WarningCode.values]


def place_of(country: str, province: str, address: str = "") -> str:
    """重庆市江北区…, or 哈萨克斯坦 Almaty…; an address that begins with its province names it once."""
    if country != "CN":
        return " ".join(filter(None, [country_name(country), province, address]))
    return address if address.startswith(province) else f"{province}{address}"


def zone_title(version: RulebookVersion, zone: str) -> str:
    return zones.title_of(version.book, zone)


def area_of(ticket: Ticket) -> str:
    """The area of a city by its title in the ticket's book; empty where the book has none."""
    return zones.area_title(ticket.version.book, ticket.area) if ticket.area else ""


def class_of(ticket: Ticket) -> str:
    """The class of service by its title in the ticket's book."""
    return classes.title_of(ticket.version.book, classes.SERVICE, ticket.service_class) if ticket.service_class else ""


def left_of(deadline: Deadline | None, *, now: datetime) -> Left | None:
    """The countdown of a clock that still runs; nothing for one that has been met or ended."""
    if deadline is None or deadline.stopped_at or deadline.ended_at or deadline.excused_at or deadline.paused_at:
        return None
    return left(deadline.start_at, deadline.due_at, now=now)


def due_panel(deadline: Deadline, version: RulebookVersion, *, now: datetime) -> Due:
    """08:00 + 12 小时（省内）= 20:00, and how it ended; while it stands still, what is left instead of an instant."""
    ended = deadline.stopped_at or deadline.ended_at
    lines = sum_lines(deadline.formula, version, until=ended or now)
    still = deadline.state == DeadlineState.PAUSED
    if still and deadline.paused_at:
        lines = [*lines[:-1], *_standing_still(deadline, deadline.paused_at)]
    if ended:
        done = str(STOPPED.get(deadline.kind, _("完成")))
        lines.append(Line(done if deadline.stopped_at else _("终止"), exact(ended)))
    if not still and deadline.due_at < (ended or now):
        lines.append(Line(_("超出"), spell_exact((ended or now) - deadline.due_at), "is-late"))
    return Due(
        str(DEADLINES.get(deadline.kind, "")), deadline.clause, None if still else deadline.due_at,
        left_of(deadline, now=now), lines, _verdict(deadline),
    )  # fmt: skip


def _standing_still(deadline: Deadline, since: datetime) -> list[Line]:
    left_over = time_left(deadline.formula.get("steps", ()), deadline.due_at, since)
    lines = [Line(_("暂停计时（自）"), exact(since))]
    return [*lines, Line(_("剩余"), length_of(left_over), "is-total")] if left_over else lines


def due_before_saving(reckoned: Reckoning, version: RulebookVersion, *, now: datetime) -> Due:
    """The due panel of a report that is not saved yet."""
    start = datetime.fromisoformat(reckoned.formula["start"])
    return Due(
        str(DEADLINES["arrival"]), reckoned.clause, reckoned.due_at, left(start, reckoned.due_at, now=now),
        sum_lines(reckoned.formula, version),
    )  # fmt: skip


def _verdict(deadline: Deadline) -> str:
    if deadline.state == DeadlineState.OPEN:
        return _("人工设定的时限，超时不自动提出考核") if deadline.by_hand else ""
    if deadline.state == DeadlineState.MISSED and deadline.person_id is None and deadline.kind == "arrival":
        return _("超时；到期时没有派给任何人，不提出考核")
    return str(deadline.state.label)


def sum_lines(
    formula: Mapping[str, Any], version: RulebookVersion, *, until: datetime | None = None
) -> list[Line]:
    """The stored arithmetic, line by line; a target that was missed by `until` is marked."""
    start, due = datetime.fromisoformat(formula["start"]), datetime.fromisoformat(formula["due"])
    lines = [Line(_("起算（用户通知）") if "zone" in formula else _("起算"), exact(start))]
    if formula.get("by_hand"):
        return [*lines, Line(_("人工设定"), due_stamp(due), "is-total")]
    if formula.get("add"):
        zone = f"（{zone_title(version, formula['zone'])}）" if formula.get("zone") else ""
        lines.append(Line(_("规定时限") + zone, f"+ {durations.parse(formula['add']).text}"))
    else:
        # A limit in days is told as the book counted it: 2026-11-20 + 3天（首日不计） → …
        lines.append(Line(_("规定时限"), str(formula.get("text", "")).split(" → ")[0]))
    lines += [Line(label, text, "is-step") for label, text in step_lines(formula)]
    if formula.get("target"):
        target = datetime.fromisoformat(formula["target"])
        lines.append(Line(_("目标"), due_stamp(target), "is-late" if until and target < until else ""))
        lines.append(Line(_("最长时限"), f"+ {durations.parse(formula['limit']).text}"))
    return [*lines, Line(_("最迟"), due_stamp(due), "is-total")]


def spell_exact(span: Any) -> str:
    """31 分 08 秒 below an hour, else as countdowns do."""
    seconds = int(span.total_seconds())
    if seconds < 3600:
        return _("%(minutes)d 分 %(seconds)02d 秒") % {"minutes": seconds // 60, "seconds": seconds % 60}
    return spell(span)


def path_of(page: TicketPage) -> list[tuple[str, str]]:
    """The state path as (label, mark); a ticket that turned off it ends with the state it turned to."""
    ticket = page.ticket
    if ticket.state not in PATH:
        return [(str(TicketState.REPORTED.label), "is-done"), (ticket.get_state_display(), "is-here")]
    last = PATH[-1]
    return [
        (str(state.label), "is-done" if behind or (here and state == last) else "is-here" if here else "")
        for state, behind, here in page.path
    ]


def details_of(data: Mapping[str, Any]) -> list[Line]:
    """What of a journal row's data a person wants to see."""
    shown = {
        "engineer": _("派给"), "replaced": _("原服务人员"), "office": _("办事处"), "original": _("原工单"),
        "work": _("工作"), "place": _("地点"),
    }  # fmt: skip
    lines = [Line(name, str(data[key])) for key, name in shown.items() if data.get(key)]
    lines += [
        Line(name, stamp(datetime.fromisoformat(data[key])))
        for key, name in {"visit_at": _("上门"), "claimed_at": _("声称到场"), "due": _("期限")}.items()
        if data.get(key)
    ]
    sums = {"total": _("合计"), "amount": _("金额"), "budget": _("预算"), "granted": _("已批"), "actual": _("实际")}
    lines += [Line(name, f"{_grouped(data[key])} {_('元')}") for key, name in sums.items() if data.get(key)]
    return lines


@dataclass(frozen=True)
class Proposed:
    """A proposal in one line: clause, whom it concerns, how much, where it stands."""

    pk: int
    clause: str
    who: str
    text: str
    state: Badge


def proposal(row: Proposal) -> Proposed:
    return Proposed(
        row.pk, row.clause, row.charged_to.name, figure_of(row.effects),
        Badge(row.get_state_display(), PROPOSALS.get(row.state, "mute")),
    )  # fmt: skip


def figure_of(effects: Iterable[Mapping[str, Any]]) -> str:
    """500.00 元; 100.00–500.00 元."""
    return "；".join(filter(None, map(_amount, effects)))


def _amount(effect: Mapping[str, Any]) -> str:
    if effect.get("amount"):
        return _("%s 元") % _grouped(effect["amount"])
    if effect.get("low"):
        return _("%(low)s–%(high)s 元") % {"low": _grouped(effect["low"]), "high": _grouped(effect["high"])}
    return ""


def _grouped(amount: Any) -> str:
    return f"{Decimal(amount):,.2f}"
