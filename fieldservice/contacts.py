"""Reads of the calls to engineers: who is being looked for, since when, and how often (clause 9.7a)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from deadlines.models import Deadline
from fieldservice.models import ContactAttempt, ContactWatch
from fieldservice.states import WatchState
from rulebook.book import Book
from rulebook.consequences import matching
from rulebook.models import RulebookVersion

REACHABLE, ATTEMPTS = "reachable", "contact.attempts"
PAGE = 50
STATES = ("open", "breached", "all")


@dataclass(frozen=True)
class Call:
    """A watch with its hour and its calls, the newest first; `deadline` is None where the book has no such limit."""

    watch: ContactWatch
    deadline: Deadline | None
    tries: list[ContactAttempt] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.watch.reached_at is not None

    def is_late(self, now: datetime) -> bool:
        """Whether the hour passed without a contact."""
        if self.deadline is None:
            return False
        return self.deadline.fired_at is not None or (not self.is_over and self.deadline.due_at < now)

    def proven(self, now: datetime) -> bool:
        """Whether that is a breach by the book: with too few attempts the hour alone proves nothing (E7)."""
        at_due = int((self.deadline and self.deadline.facts.get(ATTEMPTS)) or 0)
        return self.watch.state == WatchState.BREACHED or (
            self.is_late(now) and proves(self.watch.version.book, at_due)
        )


def event_of(book: Book) -> str:
    """What it is called when the hour passes."""
    limit = book.deadlines.get(REACHABLE)
    return (limit.missed if limit else None) or f"deadline.{REACHABLE}.missed"


def proves(book: Book, attempts: int) -> bool:
    """Whether so many unanswered calls are a fact that the book answers."""
    return bool(matching(book, event_of(book), {ATTEMPTS: attempts}))


def enough(book: Book, *, most: int = 20) -> int | None:
    """The least number of attempts that proves anything; None where the book minds none."""
    return next((count for count in range(1, most + 1) if proves(book, count)), None)


def open_call(engineer: Person) -> Call | None:
    """The watch that runs for one engineer."""
    return next(iter(_told(_watches().filter(engineer=engineer, reached_at=None))), None)


@dataclass(frozen=True)
class Wanted:
    """What of the list is wanted, as its address tells it."""

    state: str = "open"
    q: str = ""
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        state = str(given.get("state", ""))
        return cls(state if state in STATES else "open", str(given.get("q", ""))[:80].strip(),
                   str(given.get("after", ""))[:20])  # fmt: skip

    def given(self) -> dict[str, str]:
        told = {"state": "" if self.state == "open" else self.state, "q": self.q}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class CallPage:
    rows: list[Call]
    after: str = ""


def calls(wanted: Wanted, *, size: int = PAGE) -> CallPage:
    """The list: who is being looked for, the longest first; of all, the newest first. Four statements at any length."""
    rows = _watches()
    if wanted.state == "open":
        rows = rows.filter(reached_at=None).order_by("pk")
    elif wanted.state == "breached":
        rows = rows.filter(state=WatchState.BREACHED)
    if wanted.q:
        rows = rows.filter(Q(engineer__name__icontains=wanted.q) | Q(engineer__username=wanted.q))
    if wanted.after.isdecimal():
        rows = rows.filter(pk__gt=int(wanted.after)) if wanted.state == "open" else rows.filter(
            pk__lt=int(wanted.after)
        )
    found = list(rows[: size + 1])
    return CallPage(_told(found[:size]), str(found[size - 1].pk) if len(found) > size else "")


def _watches() -> QuerySet[ContactWatch]:
    tries = ContactAttempt.objects.select_related("by", "ticket").order_by("-at", "-pk")
    rows = ContactWatch.objects.select_related("engineer").order_by("-pk")
    return rows.prefetch_related(Prefetch("tries", queryset=tries))


def _told(rows: Iterable[ContactWatch]) -> list[Call]:
    watches = list(rows)
    # Not as a join: many rows would carry the same book again and again.
    versions = RulebookVersion.objects.in_bulk({watch.version_id for watch in watches})
    limits: dict[Any, Deadline] = {}
    for watch in watches:
        watch.version = versions[watch.version_id]
    if watches:
        found = Deadline.objects.filter(
            kind=REACHABLE, superseded_at=None, subject_type="accounts.person",
            subject_id__in={watch.engineer_id for watch in watches}, occurrence__in=[str(one.pk) for one in watches],
        )  # fmt: skip
        limits = {row.occurrence: row for row in found}
    return [Call(watch, limits.get(str(watch.pk)), list(watch.tries.all())) for watch in watches]
