"""File and decide the written proof behind a missed arrival (regulation 6.2c)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, holds, refuse_own_case
from accounts.roles import Role
from core import clock, files, journal, transitions
from core.errors import NotAllowed, TooLate, WrongState, require
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from judgement.models import Proposal
from judgement.selectors import current_fact
from judgement.services import hold_counts
from judgement.states import COUNTED, ProposalState
from notifications.services import notify
from penalties.models import WrittenProof
from penalties.services.ledger import hold_months
from penalties.services.revoke import revoke_locked
from penalties.services.waive import waive_locked
from penalties.states import ProofState
from rulebook import durations
from rulebook.schema.clocks import Excuse
from tickets.models import Ticket
from tickets.selectors import arrival_deadlines, dispatchers


@transaction.atomic
def file_proof(
    *, ticket: Ticket, reason: str, documents: "Sequence[File[bytes]]", actor: Person, now: datetime
) -> WrittenProof:
    """File a written proof, with at least one document, for the arrival the actor is held to have missed.

    Within the book's period after the breach, by the person concerned. Raises NotAllowed, WrongState, Incomplete,
    TooLate.
    """
    authorize(actor, "file_proof", now=now)
    deadline = _missed(ticket, actor)
    require(reason=(reason, _("特殊情况说明")), documents=(list(documents), _("书面证明文件")))
    last = last_instant(deadline)
    if now > last:
        raise TooLate(_("书面证明须在 %(last)s 前提交") % {"last": f"{clock.local_day(last):%Y-%m-%d} 24:00"})
    proof = WrittenProof.objects.create(
        subject_type=deadline.subject_type, subject_id=deadline.subject_id, deadline_kind=deadline.kind,
        occurrence=deadline.occurrence, person=actor, reason=reason, filed_at=now,
    )  # fmt: skip
    for upload in documents:
        files.store_file(upload, proof, kind="proof", actor=actor, now=now)
    journal.record(proof, "file_proof", actor=actor, now=now, reason=reason, clause=deadline.clause, thread=ticket)
    title = _("%(person)s 提交了书面证明，工单 %(number)s") % {"person": actor.name, "number": ticket.number}
    url = reverse("admin:penalties_writtenproof_change", args=[proof.pk])
    by = _excuse(deadline).by
    notify(about="proof_filed", title=title, text=reason, subject=proof, url=url, roles=[by], now=now)
    return proof


def last_instant(deadline: Deadline) -> datetime:
    """Until when a proof may be filed: the book's period counted from the breach."""
    return durations.due_at(deadline.due_at, _excuse(deadline).within, clock.zone())


def _excuse(deadline: Deadline) -> Excuse:
    excuse = deadline.version.book.excuse_for(deadline.event)
    if excuse is None:
        raise WrongState(_("该时限没有书面证明的规定"))
    return excuse


def _missed(ticket: Ticket, actor: Person) -> Deadline:
    """The newest missed, not yet excused arrival limit that the actor answers for, with no proof waiting."""
    rows = list(arrival_deadlines(ticket))
    concerned = [row for row in rows if row.person_id == actor.pk or _charged(row, actor)]
    if not concerned:
        raise NotAllowed(_("只有当事人可以提交书面证明"))
    missed = [row for row in concerned if row.state is DeadlineState.MISSED]
    if not missed:
        raise WrongState(_("没有待证明的超时"))
    newest = missed[-1]
    waiting = WrittenProof.objects.filter(**_key(newest), state=ProofState.SUBMITTED)
    if waiting.exists():
        raise WrongState(_("已有一份书面证明正在等待裁决"))
    return newest


def _charged(deadline: Deadline, actor: Person) -> bool:
    fact = current_fact(event=deadline.event, subject=deadline.subject, occurrence=deadline.occurrence)
    return fact is not None and Proposal.objects.filter(fact=fact, charged_to=actor).exists()


def _key(deadline: Deadline) -> dict[str, object]:
    return {
        "subject_type": deadline.subject_type,
        "subject_id": deadline.subject_id,
        "deadline_kind": deadline.kind,
        "occurrence": deadline.occurrence,
    }


@transaction.atomic
def decide_proof(*, proof: WrittenProof, accept: bool, reason: str, actor: Person, now: datetime) -> WrittenProof:
    """Accept or refuse with a reason. Accepted: linked entries are waived, the limit reads "missed, excused"."""
    authorize(actor, "decide_proof", now=now)
    if accept:
        about = {"subject_type": proof.subject_type, "subject_id": proof.subject_id}
        hold_months(Proposal.objects.filter(**about, proof_only=True))
    _lock_subject(proof)
    deadline = deadlines.locked_current(proof.subject, proof.deadline_kind, proof.occurrence)
    _check_judge(actor, proof, deadline, now=now)
    locked = transitions.claim(proof, "accept" if accept else "refuse")
    require(reason=(reason, _("裁决理由")))
    transitions.advance(
        locked, "accept" if accept else "refuse", act="decide_proof", actor=actor, now=now, reason=reason,
        thread=proof.subject, data={"accept": accept}, by=actor, at=now, words=reason,
    )  # fmt: skip
    if accept:
        _excuse_all(locked, reason=reason, actor=actor, now=now)
    outcome = _("已采纳") if accept else _("未采纳")
    title = _("您的书面证明%(outcome)s") % {"outcome": outcome}
    notify(about="proof_decided", title=title, text=reason, subject=locked, to=[locked.person], url="/m/me/", now=now)
    return locked


def _check_judge(actor: Person, proof: WrittenProof, deadline: Deadline | None, *, now: datetime) -> None:
    """The book's role or the general manager; neither whom the proof excuses nor who sent him (6.2c)."""
    roles = {_excuse(deadline).by if deadline else Role.DEPT_HEAD, Role.GENERAL_MANAGER}
    if not any(holds(actor, role, now=now) for role in roles):
        raise NotAllowed
    refuse_own_case(actor, proof.person, now=now)
    ticket = proof.subject.fetch()
    if deadline is not None and isinstance(ticket, Ticket):
        senders = dispatchers(ticket, cycle=int(proof.occurrence), until=deadline.due_at)
        refuse_own_case(actor, *senders, now=now, roles=roles)


def _lock_subject(proof: WrittenProof) -> None:
    """The object of the limit first, as every act on it does: else a correction and this could wait for each other."""
    subject = proof.subject.fetch()
    if subject is not None:
        transitions.lock(subject)


def _excuse_all(proof: WrittenProof, *, reason: str, actor: Person, now: datetime) -> None:
    """Excuse the limit and take back what was proposed or confirmed for it."""
    deadline = deadlines.excuse(
        kind=proof.deadline_kind,
        subject=proof.subject,
        occurrence=proof.occurrence,
        reason=reason,
        actor=actor,
        now=now,
    )
    if deadline is None:
        return
    fact = current_fact(event=deadline.event, subject=proof.subject, occurrence=proof.occurrence)
    linked = Proposal.objects.filter(fact=fact, proof_only=True).select_related("charged_to").order_by("pk")
    entries = list(linked) if fact else []
    hold_counts(*(entry.charged_to for entry in entries))
    for entry in entries:
        locked = transitions.lock(entry)
        if locked.state == ProposalState.PROPOSED:
            waive_locked(locked, reason=reason, actor=actor, now=now)
        elif locked.state in COUNTED:
            revoke_locked(locked, reason=reason, actor=actor, now=now)
