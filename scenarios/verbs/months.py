"""Clause 9.4: the papers of a month."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.errors import NotBuilt
from fieldservice import services
from penalties import services as penalties
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
    """Without a penalty that matches, an appeal is about the month's workload."""
    if matching(act.world, act.fields):
        raise NotBuilt("appeal")
    penalties.appeal_month(month=act.needed("month"), **act.given("reason"), **act.by)
