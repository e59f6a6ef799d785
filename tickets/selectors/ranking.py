"""Who should go: what speaks for each engineer, and the order that follows from it. Reads nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.selectors import Unassignable
from core.templatetags.clockwork import stamp

# Beyond this many services of the model nobody knows it better.
EXPERIENCED = 5


@dataclass(frozen=True)
class Seen:
    """Where somebody last checked in, and whether that is in the ticket's province."""

    at: datetime
    place: str
    near: bool


@dataclass(frozen=True)
class Candidate:
    """An engineer who might go, with what speaks for him; `refusal` says why he cannot."""

    person: Person
    in_region: bool
    open_jobs: int
    refusal: Unassignable | None
    on_machine: int = 0
    on_model: int = 0
    seen: Seen | None = None
    next_visit: datetime | None = None

    @property
    def knows_machine(self) -> bool:
        return self.on_machine > 0

    @property
    def reasons(self) -> list[str]:
        """Why he stands where he stands, in words, the weightiest first."""
        if self.refusal:
            return [str(self.refusal)]
        told = [_("负责该区域") if self.in_region else _("不负责该区域")]
        told.append(_("在办 %(count)d 单") % {"count": self.open_jobs})
        return told + list(filter(None, [self._experience, self._whereabouts, self._engagement]))

    @property
    def _experience(self) -> str:
        if self.on_machine:
            return _("修过这台设备 %(count)d 次") % {"count": self.on_machine}
        return _("修过同型号 %(count)d 次") % {"count": self.on_model} if self.on_model else ""

    @property
    def _whereabouts(self) -> str:
        seen = self.seen
        return _("最近打卡 %(at)s %(place)s") % {"at": stamp(seen.at), "place": seen.place} if seen else ""

    @property
    def _engagement(self) -> str:
        return _("下次预约 %(at)s") % {"at": stamp(self.next_visit)} if self.next_visit else ""


def ranked(people: Iterable[Candidate]) -> list[Candidate]:
    """Who can go first; of those the region, who knows the machine, who is near, few open jobs, who knows the model."""
    return sorted(people, key=_rank)


def _rank(one: Candidate) -> tuple[object, ...]:
    return (
        one.refusal is not None, not one.in_region, not one.knows_machine, not (one.seen and one.seen.near),
        one.open_jobs, -min(one.on_model, EXPERIENCED), one.person.name,
    )  # fmt: skip
