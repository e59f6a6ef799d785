"""A decided entry whose facts changed afterwards: it stays, and its decider is told (evaluation step 9)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.roles import Role
from core import journal
from core.journal import Actor
from judgement.models import Proposal
from notifications.services import notify


def flag_facts_changed(proposal: Proposal, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Mark the entry, write its journal row, and notify the holders of its deciding role."""
    if not proposal.facts_changed:
        Proposal.objects.filter(pk=proposal.pk).update(facts_changed=True)
        proposal.facts_changed = True
    journal.record(
        proposal, "facts_changed", actor=actor, now=now, reason=reason, clause=proposal.clause, thread=proposal.subject
    )
    title = _("条款 %(clause)s 对 %(person)s 的考核已裁决，但事实已更正") % {
        "clause": proposal.clause, "person": proposal.charged_to.name,
    }  # fmt: skip
    roles = {proposal.decider_role} if proposal.decider_role else {Role.DEPT_HEAD}
    notify(about="facts_changed", title=title, text=reason, subject=proposal, roles=sorted(roles), now=now)
