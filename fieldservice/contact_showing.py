"""Calls to engineers as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from core.countdown import Left, left
from fieldservice.contacts import Call, enough
from fieldservice.models import ContactAttempt


@dataclass(frozen=True)
class ShownCall:
    """A watch with its countdown; `verdict` says where it stands, in words."""

    call: Call
    left: Left | None
    verdict: str
    tone: str

    @property
    def engineer(self) -> Person:
        return self.call.watch.engineer

    @property
    def due_at(self) -> datetime | None:
        return self.call.deadline.due_at if self.call.deadline else None

    @property
    def last(self) -> ContactAttempt | None:
        """The last call that nobody answered: whom to ring back."""
        return next((one for one in self.call.tries if not one.by_engineer), None)


def shown(call: Call, *, now: datetime) -> ShownCall:
    limit = call.deadline
    ends = call.watch.reached_at or now
    countdown = left(limit.start_at, limit.due_at, now=now) if limit and not call.is_over else None
    verdict, tone = _verdict(call, ends)
    return ShownCall(call, countdown, verdict, tone)


def _verdict(call: Call, now: datetime) -> tuple[str, str]:
    if call.proven(now):
        return _("超时未联系上，已提出考核"), "late"
    if call.is_over:
        return _("已联系上"), "ok"
    if not call.is_late(now):
        return _("等待回电"), "info"
    wanted = enough(call.watch.version.book)
    if wanted is None:
        return _("已超时"), "warn"
    return _("已超时，但联系次数不足 %(count)d 次；再次未接通即成立") % {"count": wanted}, "warn"
