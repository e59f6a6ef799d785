"""Tell those concerned what a batch of facts led to: one notice a person and role, however many facts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Role
from judgement.inputs import FactInput
from judgement.models import Fact, Proposal
from judgement.verdicts import Verdict
from notifications.services import Message, notify_many

Told = tuple[Fact, Verdict]
# The list of what waits for the reader's decision; of a batch there is no single page.
DECIDING = "/admin/judgement/proposal/"


def announce(told: Mapping[Fact, FactInput], verdicts: Sequence[Told], *, now: datetime) -> None:
    """Notices to the persons proposed, to the deciding roles, where nobody is answerable, and as the book asks."""
    named = [pair for pair in verdicts if pair[1].person and pair[1].waits]
    nameless = [pair for pair in verdicts if pair[1].person is None]
    messages = [*_to_people(named), *_to_deciders(named), *_unassigned(nameless), *_book_notices(told)]
    if messages:
        notify_many(messages, now=now)


def tell_withdrawn(proposal: Proposal, *, reason: str, now: datetime) -> None:
    """Let the person concerned know that what was proposed, or stood, against him is gone with its ground."""
    title = _("条款 %(clause)s 的考核已撤回") % {"clause": proposal.clause}
    message = Message("withdrawn", title, proposal.subject, text=reason, to=[proposal.charged_to],
                      url=f"/m/me/{proposal.pk}/")  # fmt: skip
    notify_many([message], now=now)


def _to_people(verdicts: Sequence[Told]) -> list[Message]:
    concerned: dict[Person, list[Told]] = defaultdict(list)
    for fact, verdict in verdicts:
        if verdict.person:
            concerned[verdict.person].append((fact, verdict))
    return [
        Message("proposed", _summary(_("您有新的考核待裁决"), about), about[0][0].subject, to=[person], url="/m/me/")
        for person, about in concerned.items()
    ]


def _to_deciders(verdicts: Sequence[Told]) -> list[Message]:
    deciding: dict[str, list[Told]] = defaultdict(list)
    for fact, verdict in verdicts:
        deciding[verdict.decider_role].append((fact, verdict))
    return [
        Message("to_decide", _summary(_("有考核待您裁决"), about), about[0][0].subject, roles=[role], url=DECIDING)
        for role, about in deciding.items()
    ]


def _unassigned(verdicts: Sequence[Told]) -> list[Message]:
    """Missed while nobody was assigned: no proposal, supervisor and head are told (regulation 6.2d)."""
    roles = [Role.SERVICE_SUPERVISOR, Role.DEPT_HEAD]
    if not verdicts:
        return []
    title = _summary(_("超时但当时没有责任人，未提出考核"), verdicts)
    return [Message("unassigned", title, verdicts[0][0].subject, roles=roles)]


def _book_notices(told: Mapping[Fact, FactInput]) -> list[Message]:
    """What the book's `notices` section asks for when an event happens."""
    return [
        Message(notice.about, notice.title, fact.subject, roles=list(notice.to))
        for fact, given in told.items()
        for notice in given.version.book.notices_for(given.event, given.facts)
    ]


def _summary(lead: str, about: Sequence[Told]) -> str:
    clauses = "、".join(sorted({verdict.clause for _fact, verdict in about}))
    return _("%(lead)s：条款 %(clauses)s，共 %(count)d 项") % {"lead": lead, "clauses": clauses, "count": len(about)}
