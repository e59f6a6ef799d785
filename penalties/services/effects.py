"""What a confirmed entry does besides money: off post, bulletin, and telling those concerned."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
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
from notifications.services import Message, notify, notify_many
from penalties.models import Incident
from penalties.services.bulletins import announce, retract
from tickets.selectors import open_jobs

FALSE_SHEET = "incident.sheet_falsified"


def carry_out(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """Execute the effects that are acts of the product; money is posted by the ledger."""
    done = {effect["do"] for effect in proposal.effects}
    if "off_post" in done:
        suspend(proposal, reason=reason, actor=actor, now=now)
    if "publish" in done:
        announce(proposal, reason=reason, actor=actor, now=now)
    if proposal.fact.event == FALSE_SHEET:
        _owe_again(proposal, reason=reason, actor=actor, now=now)
    uncredit_by_penalty(proposal, title=title_of(proposal), actor=actor, now=now)
    lose_by_penalty(proposal, actor=actor, now=now)
    tell_person(proposal, "decided", _("条款 %(clause)s 的考核已确认") % _about(proposal), reason, now=now)
    if proposal.person_id != proposal.charged_to_id:
        title = _("条款 %(clause)s 的考核改由 %(person)s 承担") % _about(proposal)
        notify(about="decided", title=title, text=reason, subject=proposal, to=[proposal.person], now=now)


def title_of(proposal: Proposal) -> str:
    """The consequence as its book calls it; an escalation has effects of its own."""
    entry = proposal.version.book.consequences.get(proposal.consequence)
    return (entry.title or "") if entry else ""


def take_back(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """Undo what confirming took besides money, and what it published."""
    retract(proposal, reason=reason, actor=actor, now=now)
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
    notify(about="reassign", title=title, text=text, subject=person, url=reverse("penalties:off_post"),
           roles=[Role.LIAISON], now=now)  # fmt: skip
    told = _("您已下岗（条款 %(clause)s）：不再接新任务，恢复上岗由总经理决定") % {"clause": proposal.clause}
    notify(about="off_post", title=told, text=reason, subject=person, to=[person], url=reverse("penalties:my_post"),
           now=now)  # fmt: skip


def tell_person(proposal: Proposal, about: str, title: str, reason: str, *, now: datetime) -> None:
    """Let the person concerned know what was decided about him, and why."""
    url = reverse("penalties:why", args=[proposal.pk])
    notify(about=about, title=title, text=reason, subject=proposal, to=[proposal.charged_to], url=url, now=now)


def tell_settled(proposals: Sequence[Proposal], month: str, *, now: datetime) -> None:
    """Let each person know what of his was settled with `month`: one notice, however many entries."""
    concerned: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        concerned[proposal.charged_to_id].append(proposal)
    people = Person.objects.in_bulk(concerned)
    notify_many([_settled(people[pk], rows, month) for pk, rows in sorted(concerned.items())], now=now)


def _settled(person: Person, rows: Sequence[Proposal], month: str) -> Message:
    told = {"month": month, "count": len(rows), "clauses": "、".join(sorted({row.clause for row in rows}))}
    title = _("您的 %(count)d 项考核已随 %(month)s 结算：条款 %(clauses)s") % told
    return Message("settled", title, Subject.of(rows[0]), to=[person], url=reverse("penalties:mine"))


def _about(proposal: Proposal) -> dict[str, str]:
    return {"clause": proposal.clause, "person": proposal.charged_to.name}
