"""Clause 9: what people decide about proposals, and written proofs."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core.errors import WrongState
from judgement.models import Proposal
from judgement.states import COUNTED, ProposalState
from penalties import services
from scenarios.acting import Act
from scenarios.matching import matching
from scenarios.verbs.registry import verb


@verb
def confirm_penalty(act: Act) -> None:
    chosen = {**act.amounts("amount"), "charge_to": act.person_if_given("charge_to"), **act.given("reason")}
    _decide(act, services.confirm_penalty, (ProposalState.PROPOSED,), chosen)


@verb
def waive_penalty(act: Act) -> None:
    _decide(act, services.waive_penalty, (ProposalState.PROPOSED,), act.given("reason"))


@verb
def revoke_penalty(act: Act) -> None:
    _decide(act, services.revoke_penalty, COUNTED, act.given("reason"))


@transaction.atomic
def _decide(act: Act, service: Callable[..., Any], states: tuple[str, ...], chosen: dict[str, Any]) -> None:
    """Decide every proposal that matches and is in a state for it; where none is, let the first say why not."""
    found = [row for row in matching(act.world, act.fields) if is_escalation(row) is bool(act.fields.get("off_post"))]
    for row in [row for row in found if row.state in states] or found[:1]:
        service(proposal=row, **chosen, **act.by)
    if not found:
        authorize(act.by["actor"], str(act.step.verb), now=act.world.now)
        raise WrongState(_("没有符合条件的考核"))


def is_escalation(row: Proposal) -> bool:
    """Whether the proposal stands for repeated offences, which is what `off_post: true` names."""
    return row.consequence.startswith("escalation.")


@verb
def file_proof(act: Act) -> Any:
    named = act.given("reason")
    return services.file_proof(ticket=act.object("ticket"), documents=act.papers("files"), **named, **act.by)


@verb
def decide_proof(act: Act) -> Any:
    accept = act.needed("accept")
    return services.decide_proof(proof=act.object("proof"), accept=accept, **act.given("reason"), **act.by)
