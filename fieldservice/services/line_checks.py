"""What is not paid of claim lines (9.4d, 9.4f, 9.8f, 9.2j): checked at hand-in, at the month's end, on decisions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal
from core.clock import local_day
from core.errors import WrongState, require
from core.journal import Actor
from core.subjects import Subject
from core.transitions import lock
from fieldservice import claims
from fieldservice.models import CreditLoss, ExpenseLine, LineLoss, Trip
from fieldservice.services.at_once import at_once
from fieldservice.states import CreditKind, DocumentKind, ExpenseKind
from judgement.inputs import FactInput
from judgement.models import Proposal
from judgement.services import record_fact
from judgement.states import COUNTED
from rulebook.schema.consequences import Effect
from rulebook.selectors import in_force, timeline

UNMATCHED = "claim_line.unmatched"
BY_PENALTY = ("refuse_claim", "reimburse")


class Loss(NamedTuple):
    """What is not paid of one line, before it is written."""

    line: ExpenseLine
    percent: int
    clause: str
    reason: str
    proposal: Proposal | None = None


def check_lines(
    engineer: Person, lines: Sequence[ExpenseLine], *, actor: Actor, now: datetime, closing: bool = False
) -> list[LineLoss]:
    """Take from the lines of one engineer what the book takes; what was taken already is not taken twice.

    A day that is not over may still bring its daily report: its lines wait, unless the month is `closing`.
    """
    found = [*_unborne(engineer, lines, actor=actor, now=now, closing=closing), *_without_travel(lines),
             *_by_penalties(engineer, lines)]  # fmt: skip
    return write_losses(found, actor=actor, now=now)


def write_losses(found: Iterable[Loss], *, actor: Actor, now: datetime) -> list[LineLoss]:
    """The rows that are not there yet; what was given back once is not taken again for the same reason."""
    wanted = list(found)
    known: set[tuple[int, int, str, str, int | None]] = set(
        LineLoss.objects.filter(line__in=[one.line for one in wanted], reverses=None).values_list(
            "line_id", "percent", "clause", "reason", "proposal_id"
        )
    )
    rows = []
    for one in wanted:
        key = (one.line.pk, one.percent, one.clause, one.reason[:200], one.proposal.pk if one.proposal else None)
        if key in known:
            continue
        known.add(key)
        rows.append(LineLoss(line=one.line, percent=one.percent, clause=one.clause, reason=one.reason[:200],
                             proposal=one.proposal, by_id=actor.pk, at=now))  # fmt: skip
    written = LineLoss.objects.bulk_create(rows)
    for row in written:
        journal.record(row.line, "refuse_line", actor=actor, now=now, reason=row.reason, clause=row.clause,
                       data={"percent": row.percent}, thread=row.line.engineer)  # fmt: skip
    return written


def _unborne(
    engineer: Person, lines: Sequence[ExpenseLine], *, actor: Actor, now: datetime, closing: bool
) -> Iterable[Loss]:
    """Lines whose day and place no daily report names: a fact each, and what the book does at once (9.4d)."""
    ready = [line for line in lines if closing or line.day < local_day(now)]
    reports = claims.reports_of(engineer, {line.day for line in ready})
    for line in ready:
        if doubt := claims.doubt_of(line.day, line.place, reports):
            given = _unmatched(engineer, line, doubt, now=now)
            if record_fact(given, actor=actor, now=now) is not None:
                for verdict in at_once(given, now=now):
                    if any(effect["do"] == "refuse_claim" for effect in verdict.effects):
                        yield Loss(line, 0, verdict.clause, _("%(what)s：%(why)s") % {
                            "what": verdict.title, "why": doubt})  # fmt: skip


def _unmatched(engineer: Person, line: ExpenseLine, doubt: str, *, now: datetime) -> FactInput:
    facts = {
        "title": _("%(day)s %(place)s 报销") % {"day": line.day, "place": line.place}, "month": line.month,
        "claim_line": line.pk, "doubt": doubt,
    }  # fmt: skip
    return FactInput(
        event=UNMATCHED, subject=Subject.of(line), version=in_force(now=now), at=now, person=engineer, facts=facts,
        thread=Subject.of(engineer),
    )  # fmt: skip


def _without_travel(lines: Sequence[ExpenseLine]) -> Iterable[Loss]:
    """The travel of a card that no longer counts for it, or that its engineer bears himself (9.2j)."""
    travel = [line for line in lines if line.kind == ExpenseKind.SERVICE_TRAVEL and line.ticket_id]
    lost = CreditLoss.objects.filter(
        credit=CreditKind.TRAVEL, reverses=None, reversals=None, card__ticket__in=[line.ticket_id for line in travel]
    ).select_related("card", "proposal")
    for loss in lost:
        for line in travel:
            if line.ticket_id == loss.card.ticket_id and line.engineer_id == loss.card.engineer_id:
                yield Loss(line, 0, loss.clause, loss.reason, loss.proposal)


def _by_penalties(engineer: Person, lines: Sequence[ExpenseLine]) -> Iterable[Loss]:
    """What confirmed penalties take from these lines."""
    names = {
        name for version in timeline().versions for name, entry in version.book.consequences.items()
        if any(effect.do in BY_PENALTY for effect in entry.effects())
    }  # fmt: skip
    rows = Proposal.objects.filter(
        Q(person=engineer) | Q(charged_to=engineer), consequence__in=names, state__in=COUNTED
    ).select_related("fact", "version") if lines else ()
    for proposal in rows:
        yield from taken_by(proposal, lines)


def taken_by(proposal: Proposal, lines: Iterable[ExpenseLine]) -> Iterable[Loss]:
    """What a confirmed penalty takes: the kinds of one service, or a share of the way back of one journey (9.8f)."""
    entry = proposal.version.book.consequences.get(proposal.consequence)
    title = (entry.title or "") if entry else ""
    for effect in entry.effects() if entry else ():
        percent = _percent(effect)
        for line in lines:
            if percent is not None and _meets(effect, proposal, line):
                yield Loss(line, percent, proposal.clause, title, proposal)


def _percent(effect: Effect) -> int | None:
    """The share of a line that stays paid; None for an effect that is not about lines."""
    if effect.do == "refuse_claim":
        return 0
    if effect.do == "reimburse" and effect.amount is not None and effect.amount.percent is not None:
        return int(effect.amount.percent)
    return None


def _meets(effect: Effect, proposal: Proposal, line: ExpenseLine) -> bool:
    if effect.do == "refuse_claim":
        about = line.ticket_id if effect.detail.of == "ticket" else line.pk
        fact = proposal.fact.facts.get(effect.detail.of)
        return fact == about and (not effect.detail.kinds or line.kind in effect.detail.kinds)
    of = effect.amount.of if effect.amount else None
    return line.kind == of and line.trip_id is not None and line.trip_id == journey_of(proposal)


def journey_of(proposal: Proposal) -> int | None:
    """The journey whose way back a breach of 9.8 halves: its own, or the last one before a leave that was too long."""
    if proposal.subject_type == "fieldservice.trip":
        return proposal.subject_id
    back = Trip.objects.filter(engineer=proposal.person_id, returned_at__lte=proposal.fact.happened_at)
    last: int | None = back.order_by("-returned_at").values_list("pk", flat=True).first()
    return last


def lose_by_penalty(proposal: Proposal, *, actor: Actor, now: datetime) -> list[LineLoss]:
    """A step of confirming: lines that were handed in already lose what the penalty takes."""
    entry = proposal.version.book.consequences.get(proposal.consequence)
    if entry is None or not any(effect.do in BY_PENALTY for effect in entry.effects()):
        return []
    handed_in = ExpenseLine.objects.filter(
        engineer__in={proposal.person_id, proposal.charged_to_id}, document__kind=DocumentKind.EXPENSE_CLAIM
    ).select_related("engineer")
    about = handed_in.filter(Q(ticket__isnull=False) | Q(trip__isnull=False)).order_by("-pk")[:2000]
    return write_losses(taken_by(proposal, list(about)), actor=actor, now=now)


def give_lines_back(proposal: Proposal, *, reason: str, actor: Actor, now: datetime) -> list[LineLoss]:
    """A step of revoking: what the penalty took is paid again."""
    rows = LineLoss.objects.filter(proposal=proposal, reverses=None, reversals=None).select_related("line__engineer")
    return [_give_back(row, reason=reason, actor=actor, now=now) for row in rows]


@transaction.atomic
def clear_line(*, line: ExpenseLine, reason: str, actor: Actor, now: datetime) -> list[LineLoss]:
    """The clerk finds that a line is borne out after all: it is paid again, with his reason (9.4d).

    What a penalty or a lost credit took is not his to give. Raises NotAllowed, OwnCase, WrongState, Incomplete.
    """
    authorize(actor, "clear_line", now=now)
    locked = lock(line)
    refuse_own_case(actor, locked.engineer, now=now)
    doubts = LineLoss.objects.filter(line=locked, reverses=None, reversals=None, proposal=None, percent=0)
    rows = [row for row in doubts.select_related("line__engineer") if not _is_travel(row)]
    if not rows:
        raise WrongState(_("这一行没有因行踪不符而不予报销"))
    require(reason=(reason, _("认定相符的理由")))
    return [_give_back(row, reason=reason, actor=actor, now=now) for row in rows]


def _is_travel(row: LineLoss) -> bool:
    lost = CreditLoss.objects.filter(card__ticket=row.line.ticket_id, credit=CreditKind.TRAVEL, reason=row.reason)
    return row.line.ticket_id is not None and lost.exists()


def _give_back(row: LineLoss, *, reason: str, actor: Actor, now: datetime) -> LineLoss:
    back = LineLoss.objects.create(
        line=row.line, percent=100, clause=row.clause, reason=str(reason)[:200], by_id=actor.pk, at=now, reverses=row,
        proposal=row.proposal,
    )  # fmt: skip
    journal.record(row.line, "pay_line", actor=actor, now=now, reason=str(reason), clause=row.clause,
                   thread=row.line.engineer)  # fmt: skip
    return back
