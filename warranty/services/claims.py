"""issue_claim, sign_claim, refuse_claim: the slip for approved parts, and the department that bears the loss (6.5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.selectors import departments_of
from core import journal, transitions
from core.errors import NotAllowed, WrongState, require
from core.journal import Actor
from core.numbering import next_number
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.services import record_fact
from notifications.services import notify
from rulebook.acts import clause_of
from rulebook.book import digest_of
from rulebook.selectors import in_force
from warranty import contents
from warranty.models import Claim, ClaimLine, PartsRequest
from warranty.selectors import claims as selectors

PREFIX = "K"
ABOUT = "to_sign"
REFUSED = "claim.refused"


@transaction.atomic
def issue_claim(*, request: PartsRequest, actor: Actor, now: datetime) -> Claim:
    """6.5a: the slip with exactly the lines that were approved, for the serial of the ticket's machine.

    Raises WrongState where the request is not approved, has changed since, or has a claim already.
    """
    authorize(actor, "issue_claim", now=now)
    locked = transitions.lock(request)
    refuse_unapproved(locked)
    standing = selectors.living_claim(locked)
    if standing is not None:
        raise WrongState(_("该申请已开三包单 %(number)s") % {"number": standing.number})
    claim = _issued(locked, actor=actor, now=now)
    data = {"request": locked.number, "total": claim.total, "department": claim.loss_department.name}
    journal.record(
        claim, "issue_claim", actor=actor, now=now, target=claim.state, clause=_clause(claim, "issue_claim"),
        data=data, thread=claim.ticket,
    )  # fmt: skip
    _tell_reviewers(claim, now=now)
    return claim


@transaction.atomic
def sign_claim(*, claim: Claim, actor: Actor, now: datetime) -> Claim:
    """6.5b: the department that bears the loss has reviewed the slip and accepts it."""
    locked = _reviewed(claim, "sign_claim", "sign", actor=actor, now=now)
    refuse_unapproved(locked.request)
    if not selectors.is_unchanged(locked):
        raise WrongState(_("三包单内容与开单时不一致，不能签字；请拒签并写明情况"))
    advance(locked, "sign", act="sign_claim", by=actor.pk, at=now, actor=actor, now=now,
            data={"total": locked.total, "hash": locked.content_hash})  # fmt: skip
    _tell_issuer(locked, now=now)
    return locked


@transaction.atomic
def refuse_claim(*, claim: Claim, reason: str, actor: Person, now: datetime) -> Claim:
    """6.5b: the department does not bear it; the request goes back to the supervisor and is judged and signed anew."""
    from warranty.services.requests import reopen_request  # the two call each other

    locked = _reviewed(claim, "refuse_claim", "refuse", actor=actor, now=now)
    require(reason=(reason, _("拒签理由")))
    reason = reason.strip()
    advance(locked, "refuse", act="refuse_claim", why=reason, reason=reason, actor=actor, now=now)
    fact = FactInput(
        event=REFUSED, subject=Subject.of(locked), version=in_force(now=now), at=now, thread=Subject.of(locked.ticket),
        facts={"title": _("三包单 %(number)s") % {"number": locked.number}, "ticket": locked.ticket_id},
    )  # fmt: skip
    record_fact(fact, actor=actor, now=now)
    reopen_request(request=locked.request, reason=reason, actor=actor, now=now)
    return locked


def advance(claim: Claim, name: str, *, act: str, **given: Any) -> Claim:
    """As `core.transitions.advance`: told on the ticket's page, citing the clause of the ticket's book for `act`."""
    return transitions.advance(claim, name, act=act, clause=_clause(claim, act), thread=claim.ticket, **given)


def _clause(claim: Claim, act: str) -> str:
    return clause_of(claim.ticket.version.book, act)


def refuse_unapproved(request: PartsRequest) -> None:
    if not selectors.is_approved(request):
        told = {"number": request.number, "state": request.get_state_display()}
        raise WrongState(
            _("发件申请 %(number)s（%(state)s）没有与现有内容一致的批准，请先完成判定和签批") % told
        )


def _issued(request: PartsRequest, *, actor: Actor, now: datetime) -> Claim:
    ticket, lines = request.ticket, _lines(request)
    claim = Claim(
        number=next_number(PREFIX, now=now), request=request, ticket=ticket, serial=ticket.serial,
        loss_department=request.loss_department, engineer=ticket.engineer, total=sum(line.amount for line in lines),
        issued_by_id=actor.pk, issued_at=now,
    )  # fmt: skip
    claim.content_hash = digest_of(contents.of_claim(claim, lines))
    claim.save(force_insert=True)
    for line in lines:
        line.claim = claim
    ClaimLine.objects.bulk_create(lines)
    return claim


def _lines(request: PartsRequest) -> Sequence[ClaimLine]:
    """The lines of the revision that stands, at the prices that were signed."""
    rows = request.lines.filter(revision=request.revision).select_related("part").order_by("part__code")
    return [ClaimLine(part=row.part, quantity=row.quantity, price=row.price) for row in rows]


def _reviewed(claim: Claim, act: str, transition: str, *, actor: Actor, now: datetime) -> Claim:
    """The locked claim for a reviewer of exactly its department, who has no part in it himself."""
    authorize(actor, act, now=now)
    locked = transitions.lock(claim)
    if locked.loss_department_id not in departments_of(actor, selectors.REVIEWER, now=now):
        told = {"department": locked.loss_department.name}
        raise NotAllowed(_("这张三包单由%(department)s的审核人签字") % told)
    concerned = (locked.issued_by, locked.request.author, locked.engineer)
    refuse_own_case(actor, *concerned, now=now, roles=[selectors.REVIEWER])
    return transitions.claim(locked, transition)


def _tell_reviewers(claim: Claim, *, now: datetime) -> None:
    title = _("三包单 %(number)s 待您部门审核签字，%(total)s 元") % {"number": claim.number, "total": f"{claim.total:,.2f}"}
    reviewers = selectors.reviewers_of(claim.loss_department, now=now)
    notify(about=ABOUT, title=title, subject=claim, url=claim.get_absolute_url(), to=reviewers, now=now)


def _tell_issuer(claim: Claim, *, now: datetime) -> None:
    title = _("三包单 %(number)s 责任部门已签字，可以领料") % {"number": claim.number}
    notify(about="to_draw", title=title, subject=claim, url=claim.get_absolute_url(), to=[claim.issued_by], now=now)
