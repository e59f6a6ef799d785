"""The journal of a ticket as its page tells it: what happened, who did it, from which state to which."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, TextChoices

from accounts.acts import ACTS
from core.models import JournalEntry
from core.subjects import Subject
from judgement.models import Proposal
from judgement.states import STEP_LABELS as JUDGED
from rulebook.events import EVENTS
from tickets.models import Ticket
from tickets.states import STEP_LABELS, TicketState

MOST = 200
PROPOSAL = Proposal._meta.label_lower


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


def timeline(ticket: Ticket, *, known: Collection[Proposal] = (), newest_first: bool = True) -> list[Told]:
    """What the page of a ticket tells, in one statement: its acts and those of its papers.

    What was decided about people is told to whoever knows of their penalties: `known` are those he may see.
    """
    about = Subject.of(ticket)
    rows = JournalEntry.objects.filter(thread_type=about.type, thread_id=about.id)
    rows = rows.filter(_tellable(known)).order_by("-id" if newest_first else "id")[:MOST]
    return [_told(row, own=row.subject == about) for row in rows]


def history_of(about: models.Model, states: type[TextChoices] | None = None) -> list[Told]:
    """What the page of anything but a ticket tells: its own acts, the newest first; `states` names its states."""
    subject, named = Subject.of(about), dict(states.choices if states else ())
    rows = JournalEntry.objects.filter(subject_type=subject.type, subject_id=subject.id).order_by("-id")[:MOST]
    return [
        Told(at=row.at, act=row.act, label=label_of(row.act), who=row.actor_name, own=True, reason=row.reason,
             clause=row.clause, source=str(named.get(row.source, "")) if row.source != row.target else "",
             target=str(named.get(row.target, "")) if row.source != row.target else "")
        for row in rows
    ]  # fmt: skip


def _tellable(known: Collection[Proposal]) -> Q:
    decided = Q(subject_type=PROPOSAL, subject_id__in=[entry.pk for entry in known])
    public = ~Q(subject_type=PROPOSAL)
    # The papers of a penalty are named, not imported: their app lies above this one.
    return decided | (public if known else public & ~Q(subject_type__startswith="penalties."))


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
