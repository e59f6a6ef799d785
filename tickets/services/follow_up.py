"""follow_up, close_unreachable: the department calls back until the customer is satisfied (clause 6.12)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import OutOfRange
from core.journal import Actor
from core.subjects import Subject
from core.worktime.table import Listed
from deadlines import services as deadlines
from rulebook import surveys
from rulebook.limits import due_of, survey_of
from rulebook.selectors import in_force
from tickets.models import FollowUpCall, Ticket
from tickets.selectors.records import missed_calls, open_holds
from tickets.services import assessing
from tickets.services.assignment import end_assignment
from tickets.services.clock import facts_of, start_clock, warn_at
from tickets.services.door import advance, begin, refuse
from tickets.states import Authentic, CallOutcome, WarningCode

KIND = "follow_up"
Scores = Sequence[Any] | Mapping[str, Any]
EVENT = "deadline.follow_up.missed"


@transaction.atomic
def follow_up(
    *,
    ticket: Ticket,
    outcome: str,
    actor: Actor,
    now: datetime,
    authentic: str = Authentic.GENUINE,
    note: str = "",
    scores: Scores = (),
) -> Ticket:
    """One call. Solved closes; unsolved opens the next cycle, whose clock runs from this call (6.12b).

    Where the book has a survey asked with it, whoever was reached answers all of it: `scores` by item or in order.
    """
    ticket = begin(ticket, "follow_up", actor=actor, now=now, transition="close")
    if outcome not in CallOutcome.values:
        raise OutOfRange(_("回访结果只能是：已解决、未解决、无人接听"))
    authentic = authentic or Authentic.GENUINE
    if authentic not in Authentic.values:
        raise OutOfRange(_("真实性只能是：属实、不实、不清楚、被收费"))
    answered = outcome != CallOutcome.NO_ANSWER
    answers = _answers(scores, now=now) if answered else None
    FollowUpCall.objects.create(
        ticket=ticket, cycle=ticket.cycle, outcome=outcome, authentic=authentic if answered else "", note=note,
        answers=answers, caller_id=actor.pk, at=now,
    )  # fmt: skip
    data = {"outcome": outcome, "authentic": authentic} if answered else {"outcome": outcome}
    data |= answers or {}
    if outcome == CallOutcome.SOLVED:
        return _close(ticket, data, actor=actor, now=now, note=note)
    if outcome == CallOutcome.UNSOLVED:
        return _next_cycle(ticket, data, actor=actor, now=now, note=note)
    return advance(
        ticket, "miss_call", actor=actor, now=now, act="follow_up", reason=note, data=data
    )


def _answers(scores: Scores, *, now: datetime) -> dict[str, Any] | None:
    book = in_force(now=now).book
    survey = survey_of(book, KIND)
    return {"survey": survey, "scores": surveys.scored(book, survey, scores)} if survey else None


def _close(ticket: Ticket, data: Mapping[str, object], *, actor: Actor, now: datetime, note: str) -> Ticket:
    waiting = open_holds(ticket).first()
    if waiting is not None:
        raise refuse(_("还有未办结的事项（%(what)s），办结后才能关闭") % {"what": waiting.get_kind_display()})
    stop_follow_up(ticket, actor=actor, now=now)
    end_assignment(ticket, now=now)
    return advance(
        ticket, "close", at=now, actor=actor, now=now, act="follow_up", reason=note, data=data
    )


def _next_cycle(ticket: Ticket, data: Mapping[str, object], *, actor: Actor, now: datetime, note: str) -> Ticket:
    stop_follow_up(ticket, actor=actor, now=now)
    end_assignment(ticket, now=now)
    # The repair just done counts: the problem persisting is a repeat of it (9.2j).
    repeated = assessing.repeats(in_force(now=now), ticket.machine, at=now)
    warnings = [str(WarningCode.REPEAT_REPAIR)] if repeated else []
    ticket.warnings = sorted({*ticket.warnings, *warnings})
    advance(
        ticket, "reopen", at=now, actor=actor, now=now, act="follow_up", reason=note,
        data={**data, "cycle": ticket.cycle + 1, "warnings": warnings},
    )  # fmt: skip
    start_clock(ticket, actor=actor, now=now)
    return ticket


@transaction.atomic
def close_unreachable(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """6.12c: after as many unanswered calls as the book asks for, reported apart from the satisfied."""
    ticket = begin(ticket, "close_unreachable", actor=actor, now=now)
    needed, done = int(ticket.version.book.param("unreachable_attempts")), missed_calls(ticket)
    if done < needed:
        told = {"needed": needed, "done": done}
        raise refuse(_("须有 %(needed)d 次无人接听的回访才能关闭，目前 %(done)d 次") % told)
    stop_follow_up(ticket, actor=actor, now=now)
    end_assignment(ticket, now=now)
    return advance(
        ticket, "close_unreachable", at=now, actor=actor, now=now, data={"calls": done}
    )


def start_follow_up(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """The call task: a reminder with a due time, never a penalty (6.12a); none where the book has no such limit."""
    version = in_force(now=now)
    limit = due_of(version.book, KIND, start=now, days=Listed())
    if limit is None:
        return
    deadlines.start(
        kind=KIND, event=EVENT, subject=Subject.of(ticket), occurrence=str(ticket.cycle), clause=limit.clause,
        version=version, person=None, facts=facts_of(ticket),
        formula={"start": now.isoformat(), "text": limit.formula, "clause": limit.clause, "due": limit.at.isoformat()},
        start_at=now, due_at=limit.at, warn_at=limit.warn_at or warn_at(now, limit.at), actor=actor, now=now,
    )  # fmt: skip


def stop_follow_up(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """The customer was reached, or given up."""
    deadlines.stop(
        kind=KIND, subject=Subject.of(ticket), occurrence=str(ticket.cycle), at=now, actor=actor, now=now
    )
