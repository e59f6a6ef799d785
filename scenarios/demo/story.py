"""How the demo is told: stories give their acts with their times, and all acts are played in the order of time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from core import prepared
from core.clock import travel
from deadlines.selectors import next_wake
from deadlines.services import sweep
from fieldservice.openers import OPENERS
from tickets import services as tickets
from tickets.models import Ticket

# The clock of the demo is looked at as often as matters: an act on something that is late judges it by itself.
LOOK_EVERY = timedelta(hours=1)
# Acts open what they fulfil; a round matters only for what nobody does, and counts back to its first day.
OPEN_EVERY = timedelta(days=5)


@dataclass(frozen=True)
class Act:
    """One act of a story: when, and what to do then."""

    at: datetime
    do: Callable[[datetime], Any]


@dataclass
class Story:
    """One ticket's acts. Hours count from `today`'s reference instant and are negative for the past."""

    people: dict[str, Person]
    reference: datetime
    acts: list[Act] = field(default_factory=list)
    ticket: Ticket | None = None
    # What later acts need of what earlier ones made: keys of rows by name.
    kept: dict[str, int] = field(default_factory=dict)

    def at(self, hours: float, do: Callable[[datetime], Any]) -> "Story":
        """Do something that is no act on the ticket."""
        self.acts.append(Act(self.reference + timedelta(hours=hours), do))
        return self

    def report(self, hours: float, serial: str, fault: str, **given: Any) -> "Story":
        """The liaison takes the call."""

        def do(now: datetime) -> None:
            actor = self.people["liaison"]
            self.ticket = tickets.report_fault(serial=serial, fault=fault, **given, actor=actor, now=now)

        return self.at(hours, do)

    def act(self, hours: float, name: str, by: str, **given: Any) -> "Story":
        """An act on the ticket by its service; `engineer` may be given by user name."""

        def do(now: datetime) -> None:
            told = {key: self.people[value] if key == "engineer" else value for key, value in given.items()}
            self.ticket = self._as_it_is()
            getattr(tickets, name)(ticket=self.ticket, **told, actor=self.people[by], now=now)

        return self.at(hours, do)

    def with_ticket(self, hours: float, do: Callable[[Ticket, datetime], Any]) -> "Story":
        """Something that upper apps do about the ticket."""
        return self.at(hours, lambda now: do(self._as_it_is(), now))

    def _as_it_is(self) -> Ticket:
        if self.ticket is None:
            raise LookupError("the story acts on a ticket before it reports a fault")
        found: list[Ticket] = prepared.objects("demo ticket", _ticket, pk=self.ticket.pk)
        return found[0]


def _ticket(given: Mapping[str, Any]) -> QuerySet[Ticket]:
    return Ticket.objects.filter(pk=given["pk"]).select_related("version")


def play(stories: Iterable[Story]) -> Iterator[datetime]:
    """Play every act at its time; what falls due in between is judged first, as the sweep would have."""
    acts = sorted((act for story in stories for act in story.acts), key=lambda act: act.at)
    looked = opened = datetime.min.replace(tzinfo=UTC)
    for act in acts:
        with travel(act.at):
            if act.at - opened >= OPEN_EVERY:
                opened = act.at
                open_what_begins(act.at)
            if act.at - looked >= LOOK_EVERY:
                looked = act.at
                if (next_wake() or act.at) < act.at:
                    sweep(now=act.at)
            act.do(act.at)
        yield act.at


def open_what_begins(now: datetime) -> None:
    """What people owe by now, as a round of the product opens it."""
    for opener in OPENERS:
        opener(now)
