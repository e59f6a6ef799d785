"""judge_cause: why a machine that was repaired failed again, and what that takes from the engineers (clause 9.2j)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core import journal
from core.errors import OutOfRange, WrongState
from core.journal import Actor
from core.subjects import Subject
from core.transitions import lock
from customers.models import MachineService
from fieldservice.models import ServiceCard
from fieldservice.repeats import EVENT, Case, Earlier, case_of
from fieldservice.services.at_once import tell_judgement
from fieldservice.states import RepeatCause
from judgement.inputs import FactInput
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets.models import Ticket


@transaction.atomic
def judge_cause(
    *, ticket: Ticket, cause: str, actor: Actor, now: datetime, first: MachineService | None = None, reason: str = ""
) -> ServiceCard:
    """The head says why the fault came back after `first`, an earlier service of the machine, by default the newest.

    What follows stands in the book: credits fall at once, nothing is fined. Once a card. Raises NotAllowed, OwnCase,
    WrongState, OutOfRange. Returns the card that was the repeat.
    """
    authorize(actor, "judge_cause", now=now)
    locked, version = lock(ticket), in_force(now=now)
    case = case_of(locked, version)
    chosen = _chosen(case, first)
    refuse_own_case(actor, *_concerned(case, chosen), now=now, roles=[Role.DEPT_HEAD])
    card, earlier = _open(case, chosen)
    if cause not in RepeatCause.values:
        raise OutOfRange(_("请选择原因：技术水平、用户使用不当、配件质量或其他"), details={"cause": _("请选择原因")})
    journal.record(
        locked, "judge_cause", actor=actor, now=now, reason=reason, clause=clause_of(version.book, "judge_cause"),
        data={"cause": cause, "card": card.number, "first": earlier.service.ticket_number},
    )  # fmt: skip
    given = FactInput(
        event=EVENT, subject=Subject.of(locked), version=version, at=now, person=card.engineer,
        facts=_facts(card, earlier, cause), occurrence=str(card.cycle), thread=Subject.of(locked),
    )  # fmt: skip
    tell_judgement(given, actor=actor, now=now)
    return card


def _chosen(case: Case, first: MachineService | None) -> Earlier | None:
    if first is None:
        return case.first
    return next((one for one in case.earlier if one.service.pk == first.pk), None)


def _concerned(case: Case, chosen: Earlier | None) -> list[Person]:
    people = [case.card.engineer] if case.card else []
    return [*people, chosen.service.engineer] if chosen else people


def _open(case: Case, chosen: Earlier | None) -> tuple[ServiceCard, Earlier]:
    """What is judged, or why it cannot be."""
    if case.card is None:
        raise WrongState(_("服务卡签字后才能判定原因"))
    if chosen is None:
        raise WrongState(_("该设备在此之前没有这次服务的记录，不是重复维修"))
    if case.judged is not None:
        raise WrongState(_("这张服务卡已经判定过原因"))
    return case.card, chosen


def _facts(card: ServiceCard, first: Earlier, cause: str) -> dict[str, Any]:
    return {
        "title": _("工单 %(number)s") % {"number": card.ticket.number}, "ticket": card.ticket_id,
        "repeat.cause": cause, "repeat.within_window": first.within,
        "repeat.first_in_warranty": first.service.in_warranty,
        "repeat.same_engineer": first.service.engineer_id == card.engineer_id,
        "repeat.first_engineer.person": first.service.engineer_id, "repeat.card": card.pk,
        "repeat.first_card": first.card and first.card.pk,
    }  # fmt: skip
