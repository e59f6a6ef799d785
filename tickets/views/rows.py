"""Rows of the queue with what they say to a person."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core.countdown import Left
from rulebook.models import RulebookVersion
from tickets import showing
from tickets.selectors import Row
from tickets.states import TicketState

WAITING_FOR_ARRIVAL = (TicketState.REPORTED, TicketState.DISPATCHED)


@dataclass(frozen=True)
class QueueRow:
    """A row of the selector, its words and colours; `mark` differs as soon as the row itself does."""

    row: Row
    left: Left | None
    zone: str
    coverage: showing.Badge
    state: showing.Badge
    gone: bool = False

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
    def mark(self) -> str:
        """Of the stored facts only: the minutes that run down are the browser's."""
        return f"{zlib.crc32(repr((self.row, self.row.due_at, self.gone)).encode()):x}"


def shown(
    rows: Iterable[Row], version: RulebookVersion, *, now: datetime, gone: bool = False
) -> list[QueueRow]:
    return [
        QueueRow(
            row, showing.left_of(row.deadline, now=now), showing.zone_title(version, row.zone),
            showing.coverage_badge(row.free, row.in_warranty, row.warranty_ends), showing.state_badge(row.state), gone,
        )
        for row in rows
    ]  # fmt: skip
