"""Clauses 6.5 to 6.7: the claim, and its parts on their way."""

from typing import Any

from scenarios.acting import Act
from scenarios.verbs.registry import verb
from warranty import services


@verb
def issue_claim(act: Act) -> Any:
    return services.issue_claim(request=act.object("request"), **act.by)


@verb
def sign_claim(act: Act) -> Any:
    return services.sign_claim(claim=act.object("claim"), **act.by)


@verb
def refuse_claim(act: Act) -> Any:
    return services.refuse_claim(claim=act.object("claim"), **act.given("reason"), **act.by)


@verb
def draw_parts(act: Act) -> Any:
    return services.draw_parts(claim=act.object("claim"), **act.by)


@verb
def hand_over(act: Act) -> Any:
    return services.hand_over(claim=act.object("claim"), **act.given("mode"), **act.by)


@verb
def ship(act: Act) -> Any:
    return services.ship(claim=act.object("claim"), **act.given("waybill"), **act.by)


@verb
def inform_engineer(act: Act) -> Any:
    return services.inform_engineer(claim=act.object("claim"), **act.by)


@verb
def receive_parts(act: Act) -> Any:
    return services.receive_parts(claim=act.object("claim"), **act.by)
