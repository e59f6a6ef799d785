"""Who decides a proposal: its deciding role or the general manager, never a person concerned."""

from datetime import datetime

from accounts.models import Person
from accounts.permissions import authorize, holds, refuse_own_case
from accounts.roles import Role
from core.errors import NotAllowed
from judgement.models import Proposal


def may_decide(actor: Person, proposal: Proposal, *, now: datetime) -> bool:
    """Whether the proposal is the actor's to decide by role; his own case is another question."""
    roles = {proposal.decider_role, Role.GENERAL_MANAGER}
    return any(holds(actor, role, now=now) for role in roles)


def check_decider(actor: Person, act: str, proposal: Proposal, *others: Person | None, now: datetime) -> None:
    """Raise NotAllowed unless the role decides here, OwnCase where the actor or his principal is concerned."""
    authorize(actor, act, now=now)
    if not may_decide(actor, proposal, now=now):
        raise NotAllowed
    refuse_own_case(actor, proposal.person, proposal.charged_to, *others, now=now)
