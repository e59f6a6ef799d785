"""The journal as people read it: acts and states in their own words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import acts
from core.models import JournalEntry

# Steps that the product takes by itself, or that are part of an act.
STEPS: dict[str, Any] = {
    "absorb": _("并入较高一项"),
    "release": _("恢复为待裁决"),
    "revoke": _("撤回"),
    "facts_changed": _("事实已更正"),
    "excuse_deadline": _("时限免责"),
    "close_appeal": _("考核已另行撤销，申诉终止"),
    "take_off_post": _("下岗"),
    "escalation.reached": _("达到累计次数"),
    "missed": _("逾期未履行"),
    "deadline.shipping.missed": _("发运超过时限"),
    "claim.refused": _("退回服务主管"),
    "submit_sign_off": _("提交签批"),
    "void_sign_off": _("签批失效"),
}


@dataclass(frozen=True)
class Told:
    """One line of a timeline."""

    label: str
    who: str
    at: datetime
    source: str
    target: str
    reason: str
    clause: str


def label_of(act: str) -> str:
    """How an act or a step is called."""
    return str(STEPS.get(act) or STEPS.get(act.rpartition(".")[2]) or acts.label(act))


def timeline(
    entries: Iterable[JournalEntry], *, states_of: Any = None, label: Callable[[str], str] = label_of
) -> list[Told]:
    """Lines in the order given; states are named as the model of `states_of` names them.

    `label` names acts; apps above that know events too bring their own.
    """
    field = states_of._meta.get_field("state") if states_of is not None and hasattr(states_of, "state") else None
    names = {code: str(name) for code, name in field.flatchoices} if field is not None else {}
    return [
        Told(
            label(entry.act), entry.actor_name, entry.at,
            names.get(entry.source, ""), names.get(entry.target, ""), entry.reason, entry.clause,
        )
        for entry in entries
    ]  # fmt: skip
