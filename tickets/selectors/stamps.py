"""Whether anything about tickets has happened since a page was drawn: one statement over the journal's newest ids."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.core import signing
from django.db.models import Count, Max, Q, Subquery

from accounts.models import Person
from core.models import JournalEntry
from deadlines.models import OPEN, Deadline
from tickets.models import Ticket

TICKET = Ticket._meta.label_lower
# Ids are given out before they are committed: a row with a smaller id may appear after one with a greater. The last
# thousand ids are therefore counted, not only the greatest looked at.
WINDOW = 1000
# Other matters fill the journal too; when they have moved this far the window follows them.
DRIFT = 5000
SALT = "tickets.live"


@dataclass(frozen=True)
class Stamp:
    """`count` rows about tickets lay above the id `floor`; the next limit ends at `due` (Unix time, 0 for none)."""

    floor: int
    count: int
    due: float = 0

    @classmethod
    def read(cls, told: str, *, person: Any) -> Self | None:
        """A stamp that this product gave to `person`; None for anything else."""
        try:
            return cls(*signing.loads(told, salt=f"{SALT}.{person.pk}"))
        except (signing.BadSignature, TypeError, ValueError):
            return None

    def signed(self, *, person: Person) -> str:
        return signing.dumps([self.floor, self.count, self.due], salt=f"{SALT}.{person.pk}")


def holds(stamp: Stamp, *, now: datetime) -> bool:
    """Whether nothing happened since: one statement over the primary key, or none where a limit has passed."""
    if stamp.due and stamp.due < now.timestamp():
        return False
    told = JournalEntry.objects.filter(pk__gt=stamp.floor).aggregate(
        count=Count("pk", filter=Q(thread_type=TICKET)), last=Max("pk")
    )
    return told["count"] == stamp.count and (told["last"] or 0) - stamp.floor < WINDOW + DRIFT


def fresh(*, now: datetime) -> Stamp:
    """The stamp of this moment; taken before the rows are read, so that what comes between is told twice, not never."""
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    floor = max(0, last - WINDOW)
    count = JournalEntry.objects.filter(pk__gt=floor, thread_type=TICKET).count()
    due = Deadline.objects.filter(OPEN, subject_type=TICKET, due_at__gte=now).order_by("due_at")
    ends = due.values_list("due_at", flat=True).first()
    return Stamp(floor, count, ends.timestamp() if ends else 0)


def thread_of(number: str, person: Person, *, now: datetime) -> int:
    """The newest journal id about this ticket: it grows with everything told. 0 for one that is out of sight."""
    wanted = Ticket.objects.visible_to(person, now=now).filter(number=number).order_by().values("pk")[:1]
    rows = JournalEntry.objects.filter(thread_type=TICKET, thread_id=Subquery(wanted))
    return rows.aggregate(last=Max("pk"))["last"] or 0
