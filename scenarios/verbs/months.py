"""Clause 9.4: the papers of a month, and objections to what was settled or decided (E6)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core.errors import WrongState
from fieldservice import services
from judgement.states import COUNTED
from penalties import services as penalties
from penalties.selectors import appeals_against, month_appeal
from penalties.states import AppealState
from scenarios import times
from scenarios.acting import Act
from scenarios.matching import matching
from scenarios.verbs.registry import verb

SUMMARY = "本月完成全部派工，按时回访用户，设备运行正常"


@verb
def submit_month(act: Act) -> None:
    lines = [_line(act, given) for given in act.fields.get("lines", ())]
    services.submit_month(lines=lines, text=SUMMARY, **act.given("month", "kinds"), **act.by)


def _line(act: Act, given: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: act.world.object(given[name]) for name in ("ticket", "trip") if name in given}
    return {
        "day": times.day(given["day"]), "place": given["place"], "kind": given["kind"],
        "amount": Decimal(str(given["amount"])), **told,
    }  # fmt: skip


@verb
def mark_summary(act: Act) -> None:
    services.mark_summary(engineer=act.person("engineer"), **act.given("month", "careless"), **act.by)


@verb
def score_month(act: Act) -> None:
    services.score_month(engineer=act.person("engineer"), **act.given("month", "score"), **act.by)


@verb
def revoke_void(act: Act) -> None:
    services.revoke_void(engineer=act.person("engineer"), **act.given("month", "kind", "reason"), **act.by)


@verb
def close_month(act: Act) -> None:
    penalties.close_month(**act.given("month"), **act.by)


@verb
def appeal(act: Act) -> None:
    """Against every penalty that matches and was confirmed; without one it is about the month's workload."""
    found = matching(act.world, act.fields)
    for row in [row for row in found if row.state in COUNTED] or found[:1]:
        penalties.file_appeal(proposal=row, **act.given("reason"), **act.by)
    if not found:
        penalties.appeal_month(month=act.needed("month"), **act.given("reason"), **act.by)


@verb
def decide_appeal(act: Act) -> None:
    """`uphold: true`: what was appealed against stands."""
    uphold = bool(act.needed("uphold"))
    told = {"uphold": uphold, **act.given("reason"), **act.by}
    filed = appeals_against(matching(act.world, act.fields))
    for row in [row for row in filed if row.state == AppealState.SUBMITTED] or filed[:1]:
        penalties.decide_appeal(appeal=row, **told)
    if not filed:
        waiting = month_appeal(act.person("person"), str(act.fields.get("month", "")))
        if waiting is None:
            authorize(act.by["actor"], "decide_appeal", now=act.world.now)
            raise WrongState(_("没有待裁定的申诉"))
        penalties.decide_month_appeal(appeal=waiting, **told)
