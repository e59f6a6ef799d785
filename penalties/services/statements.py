"""What a person does about his statement: confirm that he has read it, or object to the month's workload (9.4i, E6)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core import journal
from core.errors import NotAllowed, TooLate, WrongState, require
from notifications.services import notify
from penalties.models import MonthAppeal, Statement, StatementReceipt
from penalties.selectors import statement_of
from rulebook.limits import due_of
from rulebook.selectors import in_force


@transaction.atomic
def acknowledge_statement(*, statement: Statement, actor: Person, now: datetime) -> StatementReceipt:
    """The person concerned has read his statement; a second time changes nothing."""
    authorize(actor, "acknowledge_statement", now=now)
    if statement.person_id != actor.pk:
        raise NotAllowed(_("只能确认本人的结算单"))
    row, fresh = StatementReceipt.objects.get_or_create(statement=statement, defaults={"by": actor, "at": now})
    if fresh:
        journal.record(statement, "acknowledge_statement", actor=actor, now=now, thread=statement.person)
    return row


@transaction.atomic
def appeal_month(*, month: str, reason: str, actor: Person, now: datetime) -> MonthAppeal:
    """Object to the workload of one's closed month, within the book's period for appeals.

    The month stays as it is; what is decided otherwise goes into the first open month. Raises NotAllowed, WrongState,
    TooLate, Incomplete.
    """
    authorize(actor, "appeal", now=now)
    statement = statement_of(actor, month)
    if statement is None:
        raise WrongState(_("%(month)s 还没有您的结算单") % {"month": month})
    if MonthAppeal.objects.filter(person=actor, month=month, decided_at=None).exists():
        raise WrongState(_("%(month)s 的申诉正在等待裁定") % {"month": month})
    _check_in_time(statement, now=now)
    require(reason=(reason, _("申诉理由")))
    row = MonthAppeal.objects.create(person=actor, month=month, reason=reason.strip(), filed_at=now)
    journal.record(actor, "appeal", actor=actor, now=now, reason=reason, thread=statement,
                   clause=_clause(now), data={"month": month})  # fmt: skip
    title = _("%(who)s 对 %(month)s 的工作量提出申诉") % {"who": actor.name, "month": month}
    notify(about="month_appeal", title=title, text=reason, subject=row, roles=[Role.GENERAL_MANAGER], now=now,
           url=reverse("penalties:months"))  # fmt: skip
    return row


def _check_in_time(statement: Statement, *, now: datetime) -> None:
    due = due_of(in_force(now=statement.closing.at).book, "appeal", start=statement.closing.at)
    if due is not None and due.at < now:
        raise TooLate(_("申诉期限已过"))


def _clause(now: datetime) -> str:
    limit = in_force(now=now).book.deadlines.get("monthly")
    return limit.clause if limit else ""


@transaction.atomic
def decide_month_appeal(
    *, appeal: MonthAppeal, uphold: bool, reason: str, actor: Person, now: datetime
) -> MonthAppeal:
    """The general manager decides: the workload stands, or the office is to put it right (E6)."""
    authorize(actor, "decide_appeal", now=now)
    locked = MonthAppeal.objects.select_for_update(of=("self",)).select_related("person").get(pk=appeal.pk)
    refuse_own_case(actor, locked.person, now=now)
    if locked.decided_at is not None:
        raise WrongState(_("这项申诉已经裁定"))
    require(reason=(reason, _("裁定理由")))
    locked.uphold, locked.decision, locked.decided_by, locked.decided_at = uphold, reason.strip(), actor, now
    locked.save(update_fields=["uphold", "decision", "decided_by", "decided_at"])
    journal.record(locked.person, "decide_appeal", actor=actor, now=now, reason=reason, clause=_clause(now),
                   data={"month": locked.month, "uphold": uphold})  # fmt: skip
    told = _("维持") if uphold else _("须更正")
    title = _("%(month)s 工作量申诉：%(told)s") % {"month": locked.month, "told": told}
    notify(about="appeal_decided", title=title, text=reason, subject=locked, to=[locked.person], now=now,
           url=reverse("penalties:statement_at", args=[locked.month]))  # fmt: skip
    return locked
