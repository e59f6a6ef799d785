"""One to five stars after the service, once, within thirty days; few stars are told at once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from accounts.roles import Role
from core import journal, transitions
from core.errors import OutOfRange, TooLate, WrongState
from tickets.models import Ticket
from tickets.public.models import Rating
from tickets.public.selectors import RATING_DAYS, rated_until
from tickets.services.telling import tell_desk

STARS = range(1, 6)
LOW = 2


@transaction.atomic
def rate_service(*, ticket: Ticket, stars: int, text: str = "", actor: Any, now: datetime) -> Rating:
    """What the customer thinks of the finished service; never changed afterwards."""
    authorize(actor, "rate_service", now=now)
    locked = transitions.lock(ticket)
    until = rated_until(locked)
    if until is None:
        raise WrongState(_("服务完成并关闭后才能评价"))
    if Rating.objects.filter(ticket=locked).exists():
        raise WrongState(_("您已经评价过这次服务，谢谢！"))
    if now > until:
        raise TooLate(_("评价在服务结束后 %(days)d 天内有效") % {"days": RATING_DAYS})
    if stars not in STARS:
        raise OutOfRange(_("请选择 1 到 5 颗星"), details={"stars": _("请选择 1 到 5 颗星")})
    rating = Rating.objects.create(ticket=locked, stars=stars, text=text.strip(), engineer=locked.engineer, at=now)
    journal.record(locked, "rate_service", actor=actor, now=now, data={"stars": stars})
    if stars <= LOW:
        title = _("客户评价 %(stars)d 星：%(number)s") % {"stars": stars, "number": locked.number}
        roles = [Role.LIAISON, Role.SERVICE_SUPERVISOR]
        tell_desk(locked, "low_rating", title, text=rating.text, roles=roles, now=now)
    return rating
