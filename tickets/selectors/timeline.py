"""The journal of a ticket as its page tells it: what happened, who did it, from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.acts import ACTS
from core.models import JournalEntry
from core.subjects import Subject
from judgement.states import STEP_LABELS as JUDGED
from rulebook.events import EVENTS
from tickets.models import Ticket
from tickets.states import STEP_LABELS, TicketState

MOST = 200


@dataclass(frozen=True)
class Told:
    """One line of the timeline; `own` where it is about the ticket itself and not about one of its papers."""

    at: datetime
    act: str
    label: str
    who: str
    own: bool
    source: str = ""
    target: str = ""
    reason: str = ""
    clause: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def timeline(ticket: Ticket, *, newest_first: bool = True) -> list[Told]:
    """Everything told on the page of a ticket, in one statement: its acts, and those of cards, proofs, proposals."""
    about = Subject.of(ticket)
    rows = JournalEntry.objects.filter(thread_type=about.type, thread_id=about.id)
    rows = rows.order_by("-id" if newest_first else "id")[:MOST]
    return [_told(row, own=row.subject == about) for row in rows]


def _told(row: JournalEntry, *, own: bool) -> Told:
    return Told(
        at=row.at, act=row.act, label=label_of(row.act), who=row.actor_name, own=own,
        source=_state(row.source) if own and row.source != row.target else "",
        target=_state(row.target) if own and row.source != row.target else "",
        reason=row.reason, clause=row.clause, data=row.data,
    )  # fmt: skip


def label_of(act: str) -> str:
    """How an act, a step or an event is called; a code nobody named stands as it is."""
    for names in (ACTS, STEP_LABELS, JUDGED):
        if act in names:
            return str(names[act])
    try:
        return str(EVENTS[act].label)
    except KeyError:
        return act


def _state(code: str) -> str:
    return str(TicketState(code).label) if code in TicketState.values else code
