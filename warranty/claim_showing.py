"""Claims as pages show them: what they wait for and for whom, the path of states; decides nothing, reads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from core.countdown import Left, left, spell
from deadlines.models import Deadline
from tickets.showing import TONES, Badge
from warranty.models import Claim, ClaimLine, RequestLine
from warranty.states import COLOURS, LARGE, ClaimState, ShippingMode

S = ClaimState
PATH = (S.OPEN, S.SIGNED, S.DRAWN, S.HANDED_OVER, S.SHIPPED, S.INFORMED, S.RECEIVED)
# What each state has reached, as the steps of the path are called.
STEPS = {
    S.OPEN: gettext_lazy("开单"), S.SIGNED: gettext_lazy("责任部门签字"), S.DRAWN: gettext_lazy("领料"),
    S.HANDED_OVER: gettext_lazy("交运"), S.SHIPPED: gettext_lazy("发运"), S.INFORMED: gettext_lazy("通知"),
    S.RECEIVED: gettext_lazy("收件"),
}  # fmt: skip


@dataclass(frozen=True)
class Wait:
    """What a claim waits for now: the act, in words, and whose it is."""

    act: str
    what: str
    whom: str


def wait_of(claim: Claim) -> Wait | None:
    """None for one that has arrived, or that the department refused."""
    engineer = claim.ticket.engineer
    waits = {
        S.OPEN: ("sign_claim", _("等责任部门审核签字"), _("%s审核人") % claim.loss_department.name),
        S.SIGNED: ("draw_parts", _("等领料"), Role.STATISTICIAN.label),
        S.DRAWN: ("hand_over", _("等交运"), Role.STATISTICIAN.label),
        S.HANDED_OVER: ("ship", _("等发出"), sender_of(claim.mode)),
        S.SHIPPED: ("inform_engineer", _("等通知服务人员"), Role.LIAISON.label),
        S.INFORMED: ("receive_parts", _("等收件"), engineer.name if engineer else _("尚未派工")),
    }
    told = waits.get(ClaimState(claim.state))
    return Wait(told[0], told[1], str(told[2])) if told else None


def sender_of(mode: str) -> str:
    """Who sends by this mode (6.6)."""
    return str(Role.FREIGHT_DISPATCHER.label if mode in LARGE else Role.STATISTICIAN.label)


def state_badge(claim: Claim) -> Badge:
    # A report that has been received waits; a parcel that has been received has arrived.
    tone = "ok" if claim.state == S.RECEIVED else TONES[COLOURS[claim.state]]
    return Badge(str(ClaimState(claim.state).label), tone)


def mode_of(claim: Claim) -> str:
    return str(ShippingMode(claim.mode).label) if claim.mode else ""


def path_of(claim: Claim) -> list[tuple[str, str]]:
    """The steps with is-done and is-here; a refused claim ends after its first."""
    if claim.state == S.REFUSED:
        return [(str(STEPS[S.OPEN]), "is-done"), (str(S.REFUSED.label), "is-here is-refused")]
    here = PATH.index(ClaimState(claim.state))
    # What is reached is done; what is being waited for is the step after it.
    marks = ["is-done" if place <= here else "is-here" if place == here + 1 else "" for place in range(len(PATH))]
    return [(str(STEPS[state]), mark) for state, mark in zip(PATH, marks, strict=True)]


def in_short(lines: Sequence[ClaimLine | RequestLine]) -> str:
    """控制板 ×2、密封圈 ×4"""
    return "、".join(f"{line.part.name} ×{line.quantity}" for line in lines)


def suggested_mode(lines: Sequence[ClaimLine]) -> str:
    """6.6b: what is too large for a courier goes by freight."""
    return ShippingMode.FREIGHT if any(line.part.bulky for line in lines) else ShippingMode.COURIER


def left_of(limit: Deadline | None, *, now: datetime) -> Left | None:
    """The countdown of a shipping limit that still runs."""
    if limit is None or limit.stopped_at or limit.ended_at:
        return None
    return left(limit.start_at, limit.due_at, now=now)


def since(instant: datetime | None, *, now: datetime) -> str:
    """已等 5:20"""
    return _("已等 %s") % spell(max(now - instant, now - now)) if instant else ""

