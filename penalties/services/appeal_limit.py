"""Until when a penalty may be appealed against: a limit that runs from its confirmation (E6)."""

from datetime import datetime

from django.utils.translation import gettext as _

from core import transitions
from core.journal import Actor
from core.subjects import Subject
from core.worktime.table import Listed
from deadlines import services as deadlines
from deadlines.models import OPEN, Deadline
from judgement.models import Proposal
from judgement.states import ProposalState
from penalties.appealing import EVENT, KIND, OCCURRENCE
from penalties.models import Appeal
from penalties.states import AppealState
from rulebook.limits import due_of
from rulebook.selectors import in_force
from rulebook.warnings import warn_at


def start_limit(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    """From the confirmation; none where the book knows no limit for appeals."""
    version = in_force(now=now)
    limit = due_of(version.book, KIND, start=now, days=Listed())
    if limit is None:
        return
    title = _("对条款 %(clause)s 的考核申诉") % {"clause": proposal.clause}
    deadlines.start(
        kind=KIND, event=version.book.deadlines[KIND].missed or EVENT, subject=Subject.of(proposal),
        occurrence=OCCURRENCE, clause=limit.clause, version=version, person=proposal.charged_to,
        facts={"title": title}, start_at=now, due_at=limit.at, warn_at=limit.warn_at or warn_at(now, limit.at, None),
        formula={"start": now.isoformat(), "text": limit.formula, "clause": limit.clause, "due": limit.at.isoformat()},
        actor=actor, now=now,
    )  # fmt: skip


def stop_limit(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    """The appeal is filed."""
    deadlines.stop(kind=KIND, subject=Subject.of(proposal), occurrence=OCCURRENCE, at=now, actor=actor, now=now)


def close_fallen(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    """After `proposal` was revoked: what was left to appeal, or to decide, about it and what fell with it, is over."""
    person = proposal.charged_to
    running = Deadline.objects.filter(OPEN, kind=KIND, person=person).values("subject_id")
    for row in Proposal.objects.filter(pk__in=running, state=ProposalState.REVOKED).order_by("pk"):
        deadlines.end(kind=KIND, subject=Subject.of(row), occurrence=OCCURRENCE, at=now, actor=actor, now=now)
    waiting = Appeal.objects.filter(person=person, state=AppealState.SUBMITTED, proposal__state=ProposalState.REVOKED)
    for appeal in waiting.select_related("proposal").order_by("pk"):
        locked = transitions.claim(appeal, "close")
        transitions.advance(locked, "close", act="close_appeal", actor=actor, now=now, thread=appeal.proposal)
