"""One object's duties between the rounds: what an act fulfils, what follows it, what a correction changes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Person
from core.clock import local_day
from core.journal import Actor
from core.subjects import Subject
from deadlines import owing
from deadlines.models import Deadline
from deadlines.owing import Candidate, Source
from deadlines.services.clocks import locked_current, reassign, start, stop
from deadlines.services.opening import Due, due_in
from deadlines.services.restart import drop
from rulebook import obligations
from rulebook.models import RulebookVersion
from rulebook.obligations import Turn
from rulebook.schema.clocks import Obligation
from rulebook.selectors import Timeline, timeline

# A correction reaches back no farther: what was judged before stays with whoever judged it.
REACH = timedelta(days=366)


@transaction.atomic
def fulfil(
    *, names: Iterable[str], subject: Subject, at: datetime, actor: Actor, now: datetime
) -> list[Deadline]:
    """Stop the rows of the obligations `names` that what was done at `at` fulfils: of each at most one.

    That is the turn in which `at` lies; where it lies in none, the oldest that is late. Before its window opens a
    turn is not fulfilled at all.
    """
    rows = Deadline.objects.filter(
        kind__in=list(names), subject_type=subject.type, subject_id=subject.id, superseded_at=None, stopped_at=None,
        ended_at=None, start_at__lte=at,
    ).order_by("start_at")  # fmt: skip
    chosen: dict[str, Deadline] = {}
    for row in rows:
        if owing.counts(row, at) and (row.kind not in chosen or row.due_at >= at):
            chosen[row.kind] = row
    done = [
        stop(kind=row.kind, subject=subject, occurrence=row.occurrence, at=at, actor=actor, now=now)
        for row in chosen.values()
        if row.due_at >= at or not _of_calendar(row)
    ]
    return [row for row in done if row]


def _of_calendar(row: Deadline) -> bool:
    """A period that is over is over: a visit of April is none of the first quarter."""
    owed = row.version.book.obligations.get(row.kind)
    return owed is not None and isinstance(owed.every, str)


def follow(
    *, event: str, names: Iterable[str], candidate: Candidate, key: str, at: datetime, version: RulebookVersion,
    actor: Actor, now: datetime,
) -> list[Deadline]:  # fmt: skip
    """Open what the book wants after `event` at `at`, of the obligations `names`; `key` names the event itself."""
    book, opened = version.book, []
    for name, owed in obligations.after(book, event).items():
        turn = obligations.turn_after(owed, key, at, book.zone_info)
        if name in names and turn and owing.owes(owed, candidate) and not _running(name, candidate.subject):
            opened.append(_begin(name, owed, candidate, turn, version, actor=actor, now=now))
    return opened


def _running(name: str, subject: Subject) -> bool:
    rows = Deadline.objects.filter(kind=name, subject_type=subject.type, subject_id=subject.id)
    return rows.filter(superseded_at=None, stopped_at=None, ended_at=None).exists()


def _begin(
    name: str, owed: Obligation, candidate: Candidate, turn: Turn, version: RulebookVersion, *, actor: Actor,
    now: datetime,
) -> Deadline:  # fmt: skip
    return start(
        kind=name, event=owing.event_of(name), subject=candidate.subject, occurrence=turn.occurrence,
        clause=owed.clause, version=version, person=_person(owed, candidate),
        facts=owing.told(name, owed, candidate, turn), formula=owing.formula(owed, turn), start_at=turn.start_at,
        due_at=turn.due_at, actor=actor, now=now,
    )  # fmt: skip


def _person(owed: Obligation, candidate: Candidate) -> Person | None:
    found = owing.person_of(owed, candidate)
    return Person.objects.filter(pk=found).first() if found is not None else None


@transaction.atomic
def recheck(
    sources: Mapping[str, Source],
    kind: str,
    ids: Iterable[int],
    *,
    since: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """After a correction that counts from `since`: open what is owed in the running periods, drop what is not.

    What turns out to have been owed in a period that is over is not opened: nobody could know of it.
    """
    today, known, source = local_day(now), timeline(), sources[kind]
    if known.begin is None:
        return
    found = _since(known, kind, source, max(since, known.begin, today - REACH), today)
    only = list(ids) if found else []
    for due in found if only else ():
        for batch in source.batches(due.period.first, due.period.last, role=owing.role_of(due.owed), only=only):
            for one in batch:
                _settle(due, one, today, reason=reason, actor=actor, now=now)


def _since(known: Timeline, kind: str, source: Source, first: date, today: date) -> list[Due]:
    """Every calendar obligation of `kind` in each of its periods since `first`."""
    version = known.on(today)
    found = [
        due_in(known, name, period, known.begin or first)
        for name, owed in (obligations.calendar(version.book).items() if version else ())
        if owing.kind_of(owed) == kind and owing.answerable(owed, source)
        for period in obligations.periods(str(owed.every), first, today)
    ]
    return [due for due in found if due]


def _settle(due: Due, one: Candidate, today: date, *, reason: str, actor: Actor, now: datetime) -> None:
    row = locked_current(one.subject, due.name, due.period.id)
    given: dict[str, Any] = {"kind": due.name, "subject": one.subject, "occurrence": due.period.id}
    if not owing.owes(due.owed, one):
        if row and not row.stopped_at and not row.ended_at:
            drop(**given, reason=reason, actor=actor, now=now)
    elif row is None and today in due.period:
        turn = obligations.turn_of(due.owed, due.period, due.version.book.zone_info)
        _begin(due.name, due.owed, one, turn, due.version, actor=actor, now=now)
    elif row and row.person_id != owing.person_of(due.owed, one):
        reassign(**given, person=_person(due.owed, one), facts=owing.plain(one.facts), actor=actor, now=now)

