"""Parts on a card (6.10, 9.2): what the bag held, what of it was built in, and what the card before said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import OutOfRange
from core.worktime.table import Listed
from fieldservice.models import ServiceCard
from rulebook.limits import due_of
from rulebook.selectors import in_force
from tickets.models import Ticket
from warranty.selectors.claims import received_of
from warranty.selectors.stock import BagLine, bag_lines
from warranty.services import Counts
from warranty.services.old_parts import KIND, is_export

# A part by the number of its claim and its code, as a card tells it.
Key = tuple[str, str]


@dataclass(frozen=True)
class PartLine:
    """A part that was there to be used: `there` is what the bag holds and what the card before had built in."""

    bag: BagLine
    before: int
    used: int

    @property
    def there(self) -> int:
        return self.bag.left + self.before

    @property
    def left(self) -> int:
        return self.there - self.used

    @property
    def field(self) -> str:
        return f"used-{self.bag.claim.pk}-{self.bag.part.pk}"

    @property
    def key(self) -> Key:
        return self.bag.claim.number, self.bag.part.code

    def told(self) -> dict[str, Any]:
        """As the card keeps it: words, for the paper must read the same when the parts catalogue has changed."""
        part = self.bag.part
        return {
            "claim": self.bag.claim.number, "code": part.code, "name": part.name, "unit": part.unit,
            "used": self.used, "left": self.left,
        }  # fmt: skip


def lines_for(ticket: Ticket, card: ServiceCard | None, given: Iterable[Mapping[str, Any]] | None) -> list[PartLine]:
    """Every part in the bag for `ticket`; `given` says how many were built in, by default all that were there."""
    amended = card.amends if card else None
    before = counted(amended.parts) if amended else {}
    used = None if given is None else counted(given)
    lines = []
    for line in bag_lines(received_of(ticket)):
        key = (line.claim.number, line.part.code)
        there = line.left + before.get(key, 0)
        if there:
            count = there if used is None else used.get(key, 0)
            lines.append(PartLine(line, before.get(key, 0), count))
    return lines


def old_parts_due(ticket: Ticket, *, completed_at: datetime) -> datetime | None:
    """Until when what is replaced then has to be brought back; None where nothing has (9.2d, 9.2e)."""
    facts = {"machine.export": is_export(ticket)}
    due = due_of(in_force(now=completed_at).book, KIND, start=completed_at, facts=facts, days=Listed())
    return due.at if due else None


def counted(rows: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    return {(row["claim"], row["code"]): int(row["used"]) for row in rows}


def refuse_more_than_there(lines: Sequence[PartLine]) -> None:
    """Raise OutOfRange naming every part of which more was told than was there."""
    wrong = {
        line.field: _("%(part)s：包里有 %(there)d 件，使用数量须在 0 到该数之间") % {"part": line.bag.part, "there": line.there}
        for line in lines
        if not 0 <= line.used <= line.there
    }
    if wrong:
        raise OutOfRange("；".join(wrong.values()), details=wrong)


def changes(lines: Sequence[PartLine]) -> tuple[Counts, Counts]:
    """What is taken from the bag now, and what goes back into it because the card before had told too much."""
    more = {line.bag.key: line.used - line.before for line in lines if line.used > line.before}
    less = {line.bag.key: line.before - line.used for line in lines if line.used < line.before}
    return more, less
