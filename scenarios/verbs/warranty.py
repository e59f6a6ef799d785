"""Clauses 6.3, 6.4, 6.8 and 6.9: reports, what is asked for, and the signatures."""

from collections.abc import Callable
from typing import Any

from scenarios.acting import Act
from scenarios.verbs.registry import verb
from scenarios.verbs.regulation import plain
from warranty import services


@verb
def submit_report(act: Act) -> Any:
    named = act.given(
        "kind", "work_done", "analysis", "proposal", "not_reached", "not_reached_reason", "described_by_user"
    )
    return services.submit_report(ticket=act.object("ticket"), **named, **act.amounts("budget"), **act.by)


@verb
def accept_report(act: Act) -> Any:
    return services.accept_report(report=act.object("report"), **act.by)


@verb
def refuse_report(act: Act) -> Any:
    return services.refuse_report(report=act.object("report"), **act.given("reasons"), **act.by)


@verb
def request_parts(act: Act) -> Any:
    return services.request_parts(report=act.object("report"), lines=plain(act.needed("lines")), **act.by)


@verb
def change_lines(act: Act) -> Any:
    return services.change_lines(request=act.object("request"), lines=plain(act.needed("lines")), **act.by)


@verb
def apply_fee(act: Act) -> Any:
    return services.apply_fee(ticket=act.object("ticket"), **act.amounts("amount"), **act.given("reason"), **act.by)


@verb
def request_purchase(act: Act) -> Any:
    return services.request_purchase(report=act.object("report"), **act.amounts("budget"), **act.by)


@verb
def settle_purchase(act: Act) -> Any:
    return services.settle_purchase(purchase=act.object("purchase"), **act.amounts("actual"), **act.by)


@verb
def judge(act: Act) -> Any:
    named = act.given("department", "responsibility", "reasonable", "necessity", "consulted")
    return _decide(act, services.judge, **named, **act.amounts("consulted_cost"))


@verb
def approve(act: Act) -> Any:
    return _decide(act, services.approve)


@verb
def reject(act: Act) -> Any:
    return _decide(act, services.reject, **act.given("reason"))


def _decide(act: Act, service: Callable[..., Any], **given: Any) -> Any:
    return service(document=act.object("request", "fee", "purchase"), **given, **act.by)
