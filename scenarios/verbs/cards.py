"""Clauses 6.11 and 6.12: the service card."""

from typing import Any

from fieldservice import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def sign_card(act: Act) -> Any:
    named = act.given("cause_analysis", "result", "training_done", "customer_signature", "site_supplement")
    return services.sign_card(
        ticket=act.object("ticket"), completed_at=act.moment_if_given("completed_at"), **named, **act.by
    )


@verb
def receive_card(act: Act) -> Any:
    return services.receive_card(card=act.object("card"), **act.given("consistent", "clear"), **act.by)
