"""Rows of the queue with what they say to a person."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.countdown import Left, left, used
from rulebook.models import RulebookVersion
from tickets import showing
from tickets.selectors import Row
from tickets.states import TicketState

MINUTE = timedelta(minutes=1)
WAITING_FOR_ARRIVAL = (TicketState.REPORTED, TicketState.DISPATCHED)


@dataclass(frozen=True)
class QueueRow:
    """A row of the selector, its words and colours; `mark` differs as soon as the row itself does.

    Words are looked for when the row is written, which the console mostly spares; see tickets.templatetags.lists.
    `facts` and `running` tell whether that is so.
    """

    row: Row
    version: RulebookVersion
    now: datetime
    gone: bool = False

    @cached_property
    def left(self) -> Left | None:
        limit = self.row.deadline
        return left(limit.start_at, limit.due_at, now=self.now) if limit and limit.runs else None

    @property
    def zone(self) -> str:
        return showing.zone_title(self.version, self.row.zone)

    @property
    def coverage(self) -> showing.Badge:
        return showing.coverage_badge(self.row.free, self.row.in_warranty, self.row.warranty_ends)

    @property
    def state(self) -> showing.Badge:
        return showing.state_badge(self.row.state)

    @property
    def url(self) -> str:
        return reverse("tickets:ticket", args=[self.row.number])

    @property
    def drawer_url(self) -> str:
        return reverse("tickets:drawer", args=[self.row.number])

    @property
    def place(self) -> str:
        return showing.place_of(self.row.country, self.row.place, self.row.address)

    @property
    def machine(self) -> str:
        return " · ".join(filter(None, [self.row.model, self.row.serial])) or _("编号未登记")

    @property
    def unset(self) -> bool:
        """Whether somebody has to set the limit: the site waits, and no clock runs."""
        return self.row.deadline is None and self.row.state in WAITING_FOR_ARRIVAL

    @property
    def waits(self) -> str:
        """What the ticket waits for: its first hold, else what its state lacks."""
        return self.row.waiting or str(showing.WAITS.get(self.row.state, ""))

    @property
    def facts(self) -> Any:
        """Equal for rows that say the same, but for their countdown."""
        return self.row, self.version.digest, self.gone

    @property
    def running(self) -> tuple[int, int] | None:
        """What the countdown shows at this moment: whole minutes, and thousandths that are used."""
        limit = self.row.deadline
        if limit is None:
            return None
        return (limit.due_at - self.now) // MINUTE, used(limit.start_at, limit.due_at, now=self.now)

    @property
    def mark(self) -> str:
        """Of the stored facts only: the minutes that run down are the browser's."""
        return f"{zlib.crc32(repr((self.row, self.row.due_at, self.gone)).encode()):x}"


def shown(
    rows: Iterable[Row], version: RulebookVersion, *, now: datetime, gone: bool = False
) -> list[QueueRow]:
    return [QueueRow(row, version, now, gone) for row in rows]
