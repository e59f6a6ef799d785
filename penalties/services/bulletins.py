"""Service bulletins (服务通报): published by a manager or by the decision that the book ties one to (9.9, 9.12)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.matrix import matrix
from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal, transitions
from core.errors import OutOfRange, WrongState, require
from core.journal import Actor
from core.numbering import next_number
from judgement.models import Proposal
from judgement.states import COUNTED
from notifications.services import notify
from penalties.bulletin_texts import text_of, title_of
from penalties.models import Bulletin, BulletinReceipt
from penalties.states import BulletinState
from rulebook.models import RulebookVersion
from rulebook.schema.base import clause_numbers
from rulebook.selectors import in_force
from tickets.models import Complaint


@transaction.atomic
def publish_bulletin(
    *, title: str, text: str, clause: str, actor: Person, now: datetime, persons: Sequence[Person] = (),
    proposal: Proposal | None = None, complaint: Complaint | None = None,
) -> Bulletin:  # fmt: skip
    """Publish to everybody of the staff what a confirmed penalty or a verified complaint came to (9.9, 9.12a).

    Nobody publishes about himself. Raises NotAllowed, OwnCase, WrongState for what is not decided yet or is published
    already, Incomplete, OutOfRange for a clause that the book does not have.
    """
    authorize(actor, "publish_bulletin", now=now)
    refuse_own_case(actor, *persons, *_concerned(proposal, complaint), now=now)
    if proposal is not None:
        _refuse_undecided(transitions.lock(proposal))
    if complaint is not None and not complaint.service_caused:
        raise WrongState(_("投诉 %s 尚未核实为服务引起，不能通报") % complaint.number)
    require(title=(title, _("标题")), text=(text, _("内容")), clause=(clause, _("条款")))
    version = proposal.version if proposal else in_force(now=now)
    unknown = [one for one in clause_numbers(clause) if one not in version.book.clauses]
    if unknown:
        told = _("制度中没有条款 %s") % "、".join(unknown)
        raise OutOfRange(told, details={"clause": told})
    return _release(title.strip(), text.strip(), clause.strip(), version, persons, proposal, complaint, actor, now)


def _concerned(proposal: Proposal | None, complaint: Complaint | None) -> list[Person]:
    """Whom it is about, whoever is named in it."""
    found = [proposal.charged_to, proposal.person] if proposal is not None else []
    return [*found, *(complaint.persons.all() if complaint is not None else ())]


def _refuse_undecided(proposal: Proposal) -> None:
    if proposal.state not in COUNTED:
        raise WrongState(_("考核尚未确认或已撤销，不能通报"))
    if standing_of(proposal) is not None:
        raise WrongState(_("这项考核已经通报"))


def standing_of(proposal: Proposal) -> Bulletin | None:
    """The bulletin about a penalty that was not withdrawn."""
    return Bulletin.objects.filter(proposal=proposal, state=BulletinState.PUBLISHED).first()


def announce(proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> Bulletin:
    """What a confirmed entry with the effect `publish` brings along; a step of confirming, which asked first."""
    return _release(
        title_of(proposal), text_of(proposal, reason), proposal.clause, proposal.version, [proposal.charged_to],
        proposal, None, actor, now,
    )  # fmt: skip


def _release(
    title: str, text: str, clause: str, version: RulebookVersion, persons: Iterable[Person],
    proposal: Proposal | None, complaint: Complaint | None, actor: Person, now: datetime,
) -> Bulletin:  # fmt: skip
    bulletin = Bulletin.objects.create(
        number=next_number("G", now=now), title=title[:200], text=text, clause=clause, version=version,
        proposal=proposal, complaint=complaint, published_by=actor, published_at=now,
    )  # fmt: skip
    concerned = list(persons)
    bulletin.persons.set(concerned)
    journal.record(
        bulletin, "publish_bulletin", actor=actor, now=now, target=bulletin.state, reason=bulletin.title, clause=clause,
        thread=proposal or complaint, data={"persons": [person.name for person in concerned]},
    )  # fmt: skip
    _tell(bulletin, _("服务通报：%s") % bulletin.title, text, about="bulletin", now=now)
    return bulletin


@transaction.atomic
def withdraw_bulletin(*, bulletin: Bulletin, reason: str, actor: Person, now: datetime) -> Bulletin:
    """Take a bulletin back with a reason; it stays readable as withdrawn, and whoever was told is told."""
    authorize(actor, "withdraw_bulletin", now=now)
    concerned = _concerned(bulletin.proposal, bulletin.complaint)
    refuse_own_case(actor, *bulletin.persons.all(), *concerned, now=now)
    locked = transitions.claim(bulletin, "withdraw")
    require(reason=(reason, _("撤回理由")))
    return _withdraw(locked, reason, actor=actor, now=now)


def retract(proposal: Proposal, *, reason: str, actor: Actor, now: datetime) -> None:
    """What a revoked entry had published does not stand either; a step of revoking."""
    found = standing_of(proposal)
    if found is not None:
        _withdraw(transitions.claim(found, "withdraw"), reason, actor=actor, now=now)


def _withdraw(locked: Bulletin, reason: str, *, actor: Actor, now: datetime) -> Bulletin:
    transitions.advance(
        locked, "withdraw", act="withdraw_bulletin", actor=actor, now=now, reason=reason, clause=locked.clause,
        thread=locked.proposal or locked.complaint, by=actor, at=now, words=reason,
    )  # fmt: skip
    _tell(locked, _("撤回服务通报 %s") % locked, reason, about="bulletin_withdrawn", now=now)
    return locked


def _tell(bulletin: Bulletin, title: str, text: str, *, about: str, now: datetime) -> None:
    readers = sorted(matrix().acts["acknowledge_bulletin"].roles)
    notify(about=about, title=title, text=text, subject=bulletin, roles=readers, url=bulletin.get_absolute_url(),
           now=now)  # fmt: skip


@transaction.atomic
def acknowledge_bulletin(*, bulletin: Bulletin, actor: Person, now: datetime) -> BulletinReceipt:
    """Somebody of the staff has read it; a second time changes nothing."""
    authorize(actor, "acknowledge_bulletin", now=now)
    row, fresh = BulletinReceipt.objects.get_or_create(bulletin=bulletin, by=actor, defaults={"at": now})
    if fresh:
        journal.record(bulletin, "acknowledge_bulletin", actor=actor, now=now, clause=bulletin.clause)
    return row
