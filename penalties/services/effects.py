"""What a confirmed entry does besides money: off post, bulletin, and telling those concerned."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Role
from accounts.services import take_off_post
from accounts.states import PersonState
from core.subjects import Subject
from fieldservice.models import CustomerVisit
from fieldservice.services import (
    discredit_visit,
    give_credits_back,
    give_lines_back,
    lose_by_penalty,
    uncredit_by_penalty,
)
from judgement.models import Proposal
from notifications.services import notify
from penalties.models import Incident
from tickets.selectors import open_jobs

FALSE_SHEET = "incident.sheet_falsified"


def carry_out(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """Execute the effects that are acts of the product; money is posted by the ledger."""
    done = {effect["do"] for effect in proposal.effects}
    if "off_post" in done:
        suspend(proposal, reason=reason, actor=actor, now=now)
    if "publish" in done:
        title = _("服务通报：条款 %(clause)s，%(person)s") % _about(proposal)
        notify(about="bulletin", title=title, text=reason, subject=proposal, roles=[Role.FIELD_ENGINEER], now=now)
    if proposal.fact.event == FALSE_SHEET:
        _owe_again(proposal, reason=reason, actor=actor, now=now)
    uncredit_by_penalty(proposal, title=title_of(proposal), actor=actor, now=now)
    lose_by_penalty(proposal, actor=actor, now=now)
    tell_person(proposal, "decided", _("条款 %(clause)s 的考核已确认") % _about(proposal), reason, now=now)


def title_of(proposal: Proposal) -> str:
    """The consequence as its book calls it; an escalation has effects of its own."""
    entry = proposal.version.book.consequences.get(proposal.consequence)
    return (entry.title or "") if entry else ""


def take_back(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """Undo what confirming took besides money."""
    give_credits_back(proposal, reason=reason, actor=actor, now=now)
    give_lines_back(proposal, reason=reason, actor=actor, now=now)


def _owe_again(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """A visit whose sheet was proved false was none."""
    incident = proposal.subject.fetch()
    if not isinstance(incident, Incident) or incident.about_id is None:
        return
    about = Subject(incident.about_type, incident.about_id).fetch()
    if isinstance(about, CustomerVisit):
        discredit_visit(visit=about, reason=reason, actor=actor, now=now)


def suspend(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """Regulation X10: not assignable from now on; the liaison gets the open tickets to reassign."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=proposal.charged_to_id)
    if person.state == PersonState.OFF_POST:
        return
    take_off_post(person=person, actor=actor, now=now, reason=reason, clause=proposal.clause)
    numbers = [ticket.number for ticket in open_jobs(person)]
    title = _("%(person)s 已下岗，请改派其 %(count)d 张在办工单") % {"person": person.name, "count": len(numbers)}
    text = "、".join(numbers)
    notify(about="reassign", title=title, text=text, subject=person, url="/tickets/", roles=[Role.LIAISON], now=now)


def tell_person(proposal: Proposal, about: str, title: str, reason: str, *, now: datetime) -> None:
    """Let the person concerned know what was decided about him, and why."""
    notify(about=about, title=title, text=reason, subject=proposal, to=[proposal.charged_to], url="/m/me/", now=now)


def _about(proposal: Proposal) -> dict[str, str]:
    return {"clause": proposal.clause, "person": proposal.charged_to.name}
