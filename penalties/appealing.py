"""Appeals against penalties (E6): until when, by whom, and who decides them."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, may, refuse_own_case
from accounts.roles import Role
from core.errors import OwnCase
from core.subjects import Subject
from core.worktime.table import Listed
from deadlines.selectors import current
from judgement.models import Proposal
from judgement.states import COUNTED
from penalties.models import Appeal, Decision
from penalties.states import AppealState, DecisionKind
from rulebook.limits import due_of
from rulebook.selectors import in_force

KIND, EVENT = "appeal", "appeal.lapsed"
# An entry is confirmed once, and once it fell it never stands again.
OCCURRENCE = ""
DECIDING_ROLE = Role.GENERAL_MANAGER
# A deputy for one case is somebody who decides penalties anyway.
DEPUTIES = "confirm_penalty"


def confirmation_of(proposal: Proposal) -> Decision | None:
    """Who confirmed the entry, and when."""
    rows = Decision.objects.filter(proposal=proposal, kind=DecisionKind.CONFIRM).select_related("by")
    return rows.order_by("-pk").first()


def last_instant(proposal: Proposal) -> datetime | None:
    """Until when an appeal may be filed; None where the book sets no limit or nobody confirmed the entry."""
    row = current(Subject.of(proposal), KIND, OCCURRENCE)
    if row is not None:
        return row.due_at
    # Confirmed before limits were kept for it.
    confirmed = confirmation_of(proposal)
    if confirmed is None:
        return None
    due = due_of(in_force(now=confirmed.at).book, KIND, start=confirmed.at, days=Listed())
    return due.at if due else None


def may_appeal(person: Person, proposal: Proposal, until: datetime | None, *, now: datetime) -> bool:
    """Whether `person` is concerned, the entry stands, and its limit `until` still runs."""
    concerned = proposal.charged_to_id == person.pk and proposal.state in COUNTED
    return concerned and (until is None or now <= until)


def may_judge(actor: Person, appeal: Appeal, *, now: datetime) -> bool:
    """Whether deciding is the actor's by his role or because he was named for the case."""
    return may(actor, right_of(actor, appeal), now=now)


def right_of(actor: Person, appeal: Appeal) -> str:
    """The act by which `actor` may decide: who was named for the case has to hold what he was named for still."""
    return DEPUTIES if appeal.deputy_id == actor.pk else "decide_appeal"


def check_judge(actor: Person, appeal: Appeal, *, now: datetime) -> None:
    """The general manager or whom he named; neither the person concerned nor who confirmed.

    Raises NotAllowed or OwnCase.
    """
    authorize(actor, right_of(actor, appeal), now=now)
    proposal = appeal.proposal
    refuse_own_case(actor, proposal.person, proposal.charged_to, appeal.person, now=now)
    confirmed = confirmation_of(proposal)
    if confirmed is None:
        return
    if confirmed.by_id == actor.pk:
        raise OwnCase(_("这项考核由您本人确认，请为本案指定代理人裁定"))
    if appeal.deputy_id != actor.pk:
        _refuse_stand_in(actor, confirmed.by, now=now)


def _refuse_stand_in(actor: Person, confirmer: Person, *, now: datetime) -> None:
    """Who stands in for the confirmer in everything decides in his name; E6 wants one named for the case."""
    try:
        refuse_own_case(actor, confirmer, now=now, roles=[DECIDING_ROLE])
    except OwnCase:
        raise OwnCase(_("这项考核由您所代理的总经理确认，须由他为本案指定代理人裁定")) from None


def needs_deputy(appeal: Appeal, confirmed: Decision | None) -> bool:
    """Whether it stays open until a deputy is named: who confirmed is himself one of those who decide appeals."""
    if confirmed is None or appeal.state != AppealState.SUBMITTED or appeal.deputy_id is not None:
        return False
    return may(confirmed.by, "decide_appeal", now=confirmed.at)
