"""request_parts, change_lines: priced lines of an accepted report, signed anew whenever they change (6.4, A9)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from approvals import services as approvals
from approvals.selectors import current
from core import journal, transitions
from core.errors import WrongState
from core.numbering import next_number
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.states import IN_HAND, HoldKind
from warranty.models import AnomalyReport, Claim, PartsRequest
from warranty.services import lines as priced_lines
from warranty.services import signing
from warranty.states import ClaimState, ReportState

Lines = Iterable[Mapping[str, Any]]


@transaction.atomic
def request_parts(*, report: AnomalyReport, lines: Lines, actor: Person, now: datetime) -> PartsRequest:
    """Ask for parts on an accepted report: `[{"part": code, "qty": 2, "price": optional}]`.

    Prices are frozen as of now. The ticket waits for the parts until they are received or the request is rejected.
    """
    authorize(actor, "request_parts", now=now)
    ticket = transitions.lock(report.ticket)
    locked = transitions.lock(report)
    if locked.state != ReportState.ACCEPTED:
        raise WrongState(_("异常报告%(state)s，受理后才能申请配件") % {"state": locked.get_state_display()})
    if ticket.state not in IN_HAND:
        raise transitions.refusal(ticket)
    version = in_force(now=now)
    rows = priced_lines.priced(lines, version.book)
    number = next_number("Q", now=now)
    hold = tickets.place_hold(ticket=ticket, kind=HoldKind.PARTS, note=number, actor=actor, now=now)
    request = PartsRequest.objects.create(
        number=number, author=actor, version=version, submitted_at=now, ticket=ticket, report=locked, hold=hold,
        total=priced_lines.total_of(rows),
    )  # fmt: skip
    priced_lines.write(request, rows)
    journal.record(
        request, "request_parts", actor=actor, now=now, target=request.state, thread=ticket,
        clause=clause_of(version.book, "request_parts"),
        data={"total": request.total, "lines": priced_lines.told(rows)},
    )  # fmt: skip
    _ask(request, actor=actor, author=actor, now=now)
    return request


@transaction.atomic
def change_lines(*, request: PartsRequest, lines: Lines, actor: Person, now: datetime) -> PartsRequest:
    """Other lines are another revision: judgement and signatures are void, under the version of today."""
    authorize(actor, "change_lines", now=now)
    locked = transitions.claim(request, "reopen")
    _refuse_with_claim(locked)
    version = in_force(now=now)
    rows = priced_lines.priced(lines, version.book)
    reason = _("申请明细已修改")
    edited = _edited_by(locked)
    approvals.void(subject=locked, reason=reason, actor=actor, now=now)
    locked.version, locked.submitted_at = version, now
    total, revision = priced_lines.total_of(rows), locked.revision + 1
    transitions.advance(
        locked, "reopen", total=total, revision=revision, act="change_lines", actor=actor, now=now,
        thread=locked.ticket, clause=clause_of(version.book, "change_lines"),
        data={"total": total, "revision": revision, "lines": priced_lines.told(rows)},
    )  # fmt: skip
    priced_lines.write(locked, rows)
    _ask(locked, actor=actor, author=actor, now=now, also=edited)
    return locked


@transaction.atomic
def reopen_request(*, request: PartsRequest, reason: str, actor: Person, now: datetime) -> PartsRequest:
    """A step of refuse_claim: the loss department does not bear it, so that it is judged and signed again (6.5b).

    The lines and the version under which they were asked for stay.
    """
    locked = transitions.claim(request, "reopen")
    edited = _edited_by(locked)
    approvals.void(subject=locked, reason=reason, actor=actor, now=now)
    transitions.advance(
        locked, "reopen", total=locked.total, revision=locked.revision, act="reopen_request", actor=actor, now=now,
        reason=reason, thread=locked.ticket, clause=clause_of(locked.version.book, "refuse_claim"),
    )  # fmt: skip
    _ask(locked, actor=actor, author=locked.author, now=now, also=edited)
    return locked


def _refuse_with_claim(request: PartsRequest) -> None:
    claim = Claim.objects.filter(request=request).exclude(state=ClaimState.REFUSED).first()
    if claim is not None:
        raise WrongState(_("已按此申请开具三包单 %(number)s，不能再改；需要其他配件请另行申请") % {"number": claim.number})


def _edited_by(request: PartsRequest) -> list[Person]:
    """Whose own case it already was: whoever asked for an earlier revision stays so."""
    sign_off = current(request)
    return list(sign_off.concerned.all()) if sign_off else []


def _ask(
    request: PartsRequest, *, actor: Person, author: Person, now: datetime, also: Iterable[Person] = ()
) -> None:
    # Not `actor`: the loss department's reviewer sends it back, which alone does not make it his own.
    concerned = [request.report.author, request.ticket.engineer, request.author, *also]
    signing.ask(request, amount=request.total, concerned=concerned, author=author, actor=actor, now=now)
