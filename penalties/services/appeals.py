"""file_appeal, decide_appeal, name_appeal_deputy: the person concerned objects, another decides (E6)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, may, refuse_own_case
from core import clock, files, journal, transitions
from core.errors import NotAllowed, NotAssignable, OutOfRange, TooLate, WrongState, require
from judgement.models import Proposal
from judgement.services import hold_counts
from judgement.states import COUNTED
from notifications.services import notify
from penalties.appealing import DECIDING_ROLE, DEPUTIES, KIND, check_judge, confirmation_of, last_instant
from penalties.models import Appeal
from penalties.services.appeal_limit import stop_limit
from penalties.services.effects import tell_person
from penalties.services.ledger import hold_months
from penalties.services.revoke import revoke_locked
from penalties.states import AppealState
from rulebook.selectors import in_force


@transaction.atomic
def file_appeal(
    *, proposal: Proposal, reason: str, actor: Person, now: datetime, evidence: "Sequence[File[bytes]]" = ()
) -> Appeal:
    """Object to a penalty that was confirmed or settled against the actor, within the book's period, once.

    `evidence` are pictures or PDF, none needed. Raises NotAllowed, WrongState, TooLate, Incomplete.
    """
    authorize(actor, "appeal", now=now)
    locked = transitions.lock(proposal, "charged_to")
    if locked.charged_to_id != actor.pk:
        raise NotAllowed(_("只有当事人可以对考核申诉"))
    _check_open(locked, now=now)
    require(reason=(reason, _("申诉理由")))
    appeal = Appeal.objects.create(proposal=locked, person=actor, reason=reason.strip(), filed_at=now)
    for upload in evidence:
        files.store_file(upload, appeal, kind="appeal", actor=actor, now=now)
    stop_limit(locked, actor=actor, now=now)
    journal.record(appeal, "appeal", actor=actor, now=now, target=appeal.state, reason=reason, clause=_clause(now),
                   thread=locked)  # fmt: skip
    _tell_filed(appeal, now=now)
    return appeal


def _check_open(proposal: Proposal, *, now: datetime) -> None:
    if Appeal.objects.filter(proposal=proposal).exists():
        raise WrongState(_("这项考核已经申诉过，每项考核只能申诉一次"))
    if proposal.state not in COUNTED:
        raise transitions.refusal(proposal)
    last = last_instant(proposal)
    if last is not None and now > last:
        told = {"last": f"{clock.local_day(last):%Y-%m-%d} 24:00"}
        raise TooLate(_("申诉期限已过，最迟应在 %(last)s 前提出") % told)


def _clause(now: datetime) -> str:
    limit = in_force(now=now).book.deadlines.get(KIND)
    return limit.clause if limit else ""


def url_of(appeal: Appeal) -> str:
    """The page on which it is decided."""
    return reverse("admin:penalties_appeal_change", args=[appeal.pk])


def _tell_filed(appeal: Appeal, *, now: datetime) -> None:
    """Whoever decides, and the person concerned as a receipt."""
    told = {"who": appeal.person.name, "clause": appeal.proposal.clause}
    title = _("%(who)s 对条款 %(clause)s 的考核提出申诉，请裁定") % told
    notify(about="appeal_filed", title=title, text=appeal.reason, subject=appeal, url=url_of(appeal), now=now,
           roles=[DECIDING_ROLE])  # fmt: skip
    tell_person(appeal.proposal, "appealed", _("条款 %(clause)s 的考核：申诉已收到") % told, appeal.reason, now=now)


@transaction.atomic
def name_appeal_deputy(*, appeal: Appeal, deputy: Person, actor: Person, now: datetime) -> Appeal:
    """Who confirmed as general manager names somebody who decides this one appeal in his place.

    The deputy decides penalties by a role of his own and is not concerned. Raises NotAllowed, OwnCase, WrongState,
    OutOfRange, NotAssignable.
    """
    authorize(actor, "name_appeal_deputy", now=now)
    proposal = appeal.proposal
    refuse_own_case(actor, proposal.person, proposal.charged_to, now=now)
    locked = transitions.claim(appeal, "uphold")
    confirmed = confirmation_of(proposal)
    if confirmed is None or confirmed.by_id != actor.pk:
        raise WrongState(_("这项考核不是您确认的，请直接裁定，不必指定代理人"))
    if deputy.pk in (actor.pk, proposal.charged_to_id, proposal.person_id):
        raise OutOfRange(_("代理人不能是确认人或当事人，请另选一人"))
    if not may(deputy, DEPUTIES, now=now):
        raise NotAssignable(_("代理人须在职并担任有考核裁决权的岗位，请另选一人"))
    locked.deputy = deputy
    locked.save(update_fields=["deputy"])
    journal.record(locked, "name_appeal_deputy", actor=actor, now=now, clause=_clause(now), thread=proposal,
                   data={"deputy": deputy.name, "deputy_id": deputy.pk})  # fmt: skip
    told = {"who": actor.name, "person": locked.person.name, "clause": proposal.clause}
    title = _("%(who)s 请您代为裁定 %(person)s 对条款 %(clause)s 考核的申诉") % told
    notify(about="appeal_filed", title=title, text=locked.reason, subject=locked, to=[deputy], url=url_of(locked),
           now=now)  # fmt: skip
    return locked


@transaction.atomic
def decide_appeal(*, appeal: Appeal, uphold: bool, reason: str, actor: Person, now: datetime) -> Appeal:
    """`uphold`: the penalty stands; else it is revoked by a counter-entry in the first open month (E2, E6).

    Raises NotAllowed, OwnCase where the actor is concerned or confirmed it himself, WrongState, Incomplete.
    """
    check_judge(actor, appeal, now=now)
    if not uphold:
        hold_months([appeal.proposal])
    hold_counts(appeal.proposal.charged_to)
    entry = transitions.lock(appeal.proposal, "charged_to", "version")
    locked = transitions.claim(appeal, "uphold", "grant")
    locked.proposal = entry
    # Meanwhile another may have been named in his place.
    check_judge(actor, locked, now=now)
    if entry.state not in COUNTED:
        raise transitions.refusal(entry)
    require(reason=(reason, _("裁定理由")))
    transitions.advance(
        locked, "uphold" if uphold else "grant", act="decide_appeal", actor=actor, now=now, reason=reason,
        clause=_clause(now), thread=entry, data={"uphold": uphold}, by=actor, at=now, words=reason.strip(),
    )  # fmt: skip
    if not uphold:
        revoke_locked(entry, reason=reason, actor=actor, now=now, tell=False)
    _tell_decided(locked, entry, now=now)
    return locked


def _tell_decided(appeal: Appeal, entry: Proposal, *, now: datetime) -> None:
    """The person concerned, and who had confirmed."""
    outcome = _("维持考核") if appeal.state == AppealState.UPHELD else _("申诉成立，考核撤销")
    told = {"clause": entry.clause, "outcome": outcome, "who": appeal.person.name}
    tell_person(entry, "appeal_decided", _("条款 %(clause)s 的申诉：%(outcome)s") % told, appeal.decision, now=now)
    confirmed = confirmation_of(entry)
    if confirmed is not None:
        title = _("您确认的条款 %(clause)s 考核，%(who)s 的申诉：%(outcome)s") % told
        notify(about="appeal_decided", title=title, text=appeal.decision, subject=appeal, to=[confirmed.by],
               url=url_of(appeal), now=now)  # fmt: skip
