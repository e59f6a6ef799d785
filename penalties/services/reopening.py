"""reopen_month: the head and the general manager together open a closed month again, with a reason (W13)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, own_roles_of, roles_of
from accounts.roles import Role
from core import closed_periods, journal
from core.errors import OwnCase, WrongState, require
from notifications.services import notify
from penalties.models import Closing
from penalties.months import closing_of, key_of
from rulebook.acts import clause_of
from rulebook.selectors import in_force

TWO = (Role.DEPT_HEAD, Role.GENERAL_MANAGER)


@transaction.atomic
def reopen_month(*, month: str, reason: str = "", actor: Person, now: datetime) -> Closing:
    """Ask for it as one of the two, or agree as the other; only then is the month open.

    Who asks gives the reason. Raises NotAllowed, WrongState, OwnCase where the same person or role comes twice.
    """
    authorize(actor, "reopen_month", now=now)
    closed_periods.closing(key_of(month))
    found = closing_of(month)
    if found is None:
        raise WrongState(_("%(month)s 没有结账") % {"month": month})
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=found.pk)
    role = _role(actor, closing, now=now)
    if closing.asked_by_id is None:
        require(reason=(reason, _("重开理由")))
        return _ask(closing, role, reason, actor=actor, now=now)
    closing.agreed_by, closing.reopened_at = actor, now
    closing.save(update_fields=["agreed_by", "reopened_at"])
    _tell(closing, "reopen_month", reason or closing.reason, actor=actor, now=now)
    return closing


def _role(actor: Person, closing: Closing, *, now: datetime) -> str:
    """As which of the two he acts; a second one must be another person in the other role."""
    held = [role for role in TWO if role in roles_of(actor, now=now)]
    if closing.asked_by_id is None:
        own = own_roles_of(actor, now=now)
        return next((role for role in held if role in own), held[0])
    others = [role for role in held if role != closing.asked_role]
    if closing.asked_by_id == actor.pk or not others:
        raise OwnCase(_("重开月份须由技质部长和总经理两人共同决定"))
    return others[0]


def _ask(closing: Closing, role: str, reason: str, *, actor: Person, now: datetime) -> Closing:
    closing.asked_by, closing.asked_role, closing.asked_at, closing.reason = actor, role, now, reason
    closing.save(update_fields=["asked_by", "asked_role", "asked_at", "reason"])
    _tell(closing, "ask_reopening", reason, actor=actor, now=now)
    other = next(one for one in TWO if one != role)
    title = _("%(who)s 申请重开 %(month)s 的结账，请决定") % {"who": actor.name, "month": closing.month}
    notify(about="reopen_month", title=title, text=reason, subject=closing, roles=[other], now=now,
           url=reverse("penalties:month", args=[closing.month]))  # fmt: skip
    return closing


def _tell(closing: Closing, act: str, reason: str, *, actor: Person, now: datetime) -> None:
    clause = clause_of(in_force(now=now).book, "reopen_month")
    journal.record(closing, act, actor=actor, now=now, reason=reason, clause=clause, data={"month": closing.month})
