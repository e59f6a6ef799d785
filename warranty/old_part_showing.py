"""Old parts as pages show them: words, tones and what each costs that does not come back; decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import may
from core.countdown import Left, left
from tickets.showing import TONES, Badge
from warranty.models import OldPart
from warranty.states import COLOURS, OldPartState

S = OldPartState
ACTS = ("return_part", "exempt_return", "inspect_part")


@dataclass(frozen=True)
class ShownPart:
    """One old part: its state, what is left of its limit, and what the reader may do with it now."""

    part: OldPart
    state: Badge
    left: Left | None
    late: bool
    acts: Sequence[str]

    @property
    def came_late(self) -> bool:
        return bool(self.part.returned_at and self.part.due_at and self.part.due_at < self.part.returned_at)


def shown(rows: Iterable[OldPart], person: Any, *, now: datetime) -> list[ShownPart]:
    allowed = [act for act in ACTS if may(person, act, now=now)]
    return [shown_part(row, allowed, now=now) for row in rows]


def shown_part(row: OldPart, allowed: Sequence[str], *, now: datetime) -> ShownPart:
    owed, late = row.state == S.OWED, bool(row.due_at and row.due_at < now)
    running = left(row.owed_since, row.due_at, now=now) if owed and row.due_at else None
    badge = Badge(row.get_state_display(), TONES[COLOURS[row.state]])
    if owed and late:
        badge = Badge(_("逾期未返"), "late")
    return ShownPart(row, badge, running, owed and late, [act for act in allowed if _open(act, row, late)])


def _open(act: str, row: OldPart, late: bool) -> bool:
    if act == "inspect_part":
        return row.state == S.RETURNED
    return row.state == S.OWED and not (act == "exempt_return" and late)


def url_of(act: str, row: OldPart) -> str:
    return reverse(f"warranty:{act}", args=[row.number])
