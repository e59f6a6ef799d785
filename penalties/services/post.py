"""reassign_jobs, reinstate: what follows when somebody was taken off post, and his way back (9.5, 9.10, 9.11, X10)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from accounts.services import put_back_on_post
from accounts.states import PersonState
from core.errors import OutOfRange, WrongState, require
from core.transitions import claim
from notifications.services import notify
from tickets import services as tickets
from tickets.models import Ticket
from tickets.selectors import open_jobs
from tickets.states import ReplaceReason


@transaction.atomic
def reassign_jobs(
    *, person: Person, choices: Mapping[Ticket, Person], actor: Person, now: datetime
) -> list[Ticket]:
    """Hand the open jobs of somebody off post to others: each ticket to its new engineer, all of them or none.

    Raises NotAllowed, WrongState where he is on post, OutOfRange for a job that is not his, Incomplete, and what
    `dispatch` raises.
    """
    authorize(actor, "dispatch", now=now)
    if Person.objects.get(pk=person.pk).state != PersonState.OFF_POST:
        raise WrongState(_("%s 没有下岗，请逐张改派") % person.name)
    require(choices=(dict(choices), _("接手的服务人员")))
    # Locked in the order of their keys: what another hands over meanwhile is no longer his.
    his = {ticket.pk for ticket in open_jobs(person).order_by("pk").select_for_update(of=("self",), no_key=True)}
    foreign = [ticket.number for ticket in choices if ticket.pk not in his]
    if foreign:
        raise OutOfRange(_("这些工单已不在他手上，请刷新：%s") % "、".join(foreign))
    return [
        tickets.dispatch(ticket=ticket, engineer=choices[ticket], reason=ReplaceReason.ABSENCE.value, actor=actor,
                         now=now)
        for ticket in sorted(choices, key=lambda one: one.pk)
    ]  # fmt: skip


@transaction.atomic
def reinstate(*, person: Person, reason: str, actor: Person, now: datetime) -> Person:
    """Bring somebody back on post, by the general manager only, with a reason (X10); he and the desk are told.

    Raises NotAllowed, OwnCase, WrongState where he is on post, Incomplete.
    """
    authorize(actor, "reinstate", now=now)
    refuse_own_case(actor, person, now=now)
    claim(person, "reinstate")
    require(reason=(reason, _("恢复上岗的理由")))
    back = put_back_on_post(person=person, reason=reason, actor=actor, now=now)
    title = _("%s 已恢复上岗，可以派工") % back.name
    notify(about="reinstated", title=title, text=reason, subject=back, url=reverse("penalties:off_post"),
           roles=[Role.LIAISON, Role.DEPT_HEAD], now=now)  # fmt: skip
    notify(about="reinstated", title=_("您已恢复上岗"), text=reason, subject=back, url="/m/", to=[back], now=now)
    return back
