"""verify_complaint: whether the service caused it, and what follows by the book (clauses 8.2b, 9.12, X6)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, holds, refuse_own_case
from accounts.roles import Role
from accounts.selectors import holders
from core import transitions
from core.errors import NotAllowed, require
from judgement.services import record_fact
from rulebook.acts import clause_of
from tickets.models import Complaint
from tickets.selectors.complaint_facts import VERIFIED, fact_of, would_propose
from tickets.states import Addressee


@transaction.atomic
def verify_complaint(
    *, complaint: Complaint, service_caused: bool, actor: Person, now: datetime,
    persons: Sequence[Person] | None = None, finding: str = "",
) -> Complaint:  # fmt: skip
    """Decide a complaint; `persons` replaces whom it names. What the book asks of it is proposed, never decided here.

    By the head, or the general manager; his alone where the head is a target or the user turned to him (X6). Nobody
    verifies what he is concerned by himself. Raises NotAllowed, OwnCase, WrongState or Incomplete.
    """
    authorize(actor, "verify_complaint", now=now)
    concerned = list(complaint.persons.select_related("office") if persons is None else persons)
    check_verifier(complaint, concerned, actor, now=now)
    locked = transitions.claim(complaint, "verify")
    if service_caused:
        require(persons=(concerned or None, _("责任人")))
    locked.persons.set(concerned)
    transitions.advance(
        locked, "verify" if service_caused else "find_unfounded", act="verify_complaint", actor=actor, now=now,
        reason=finding.strip(), clause=clause_of(locked.version.book, "verify_complaint"), thread=locked.ticket,
        data={"service_caused": service_caused, "persons": [person.name for person in concerned]},
        finding=finding.strip(), by=actor, at=now,
    )  # fmt: skip
    if service_caused:
        record_fact(fact_of(locked, VERIFIED, concerned), actor=actor, now=now)
    return locked


def check_verifier(complaint: Complaint, persons: Sequence[Person], actor: Person, *, now: datetime) -> None:
    """Raise NotAllowed where the case is the general manager's, OwnCase where `actor` is concerned by it."""
    targets = {verdict.person for verdict in would_propose(complaint, persons, now=now)} | set(persons)
    if not holds(actor, Role.GENERAL_MANAGER, now=now):
        heads = set(holders(Role.DEPT_HEAD, now=now))
        if complaint.addressee == Addressee.GENERAL_MANAGER or heads & targets:
            raise NotAllowed(_("用户投诉到总经理或部长本人涉及的投诉，由总经理核实"))
    refuse_own_case(actor, *targets, now=now)
