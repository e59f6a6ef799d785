"""Short ways to ask what happened to a ticket."""

from datetime import datetime

from core.models import JournalEntry
from core.subjects import Subject
from deadlines import selectors
from deadlines.models import Deadline
from deadlines.services import sweep
from judgement.selectors import proposals
from notifications.models import Notice
from tickets.models import Ticket


def clock(ticket: Ticket, cycle: int | None = None) -> Deadline | None:
    """The arrival clock of a cycle, by default of the newest."""
    return selectors.current(Subject.of(ticket), "arrival", str(cycle) if cycle else None)


def fines(ticket: Ticket) -> list[tuple[str, str, str]]:
    """What the book made of it: (clause, who answers, state), absorbed ones left out."""
    rows = proposals(of=Subject.of(ticket))
    return [(row.clause, row.charged_to.username, row.state) for row in rows if row.state != "absorbed"]


def logged(ticket: Ticket, act: str) -> int:
    """How often an act stands in the ticket's journal."""
    about = Subject.of(ticket)
    return JournalEntry.objects.filter(subject_type=about.type, subject_id=about.id, act=act).count()


def told(username: str) -> list[str]:
    """What somebody was notified about, in order."""
    return list(Notice.objects.filter(person__username=username).order_by("pk").values_list("about", flat=True))


def swept(at: datetime) -> int:
    """Let time pass: how many limits the sweep judged."""
    return sweep(now=at).fired


def rows(ticket: Ticket) -> tuple[int, int, str]:
    """What a refused act must leave as it was."""
    fresh = Ticket.objects.get(pk=ticket.pk)
    return JournalEntry.objects.count(), Notice.objects.count(), fresh.state
