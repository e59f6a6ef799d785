"""Open the rows of what is owed: set-based, once a day, and after any downtime what was left out meanwhile (7.8)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Max, QuerySet, Subquery
from django.utils.translation import gettext as _

from core.clock import local_day
from deadlines.models import OPEN, Deadline, OpenedPeriod
from deadlines.owing import Candidate, Source, answerable, kind_of, owes, role_of, row_of
from rulebook import obligations
from rulebook.durations import start_of_day
from rulebook.models import RulebookVersion
from rulebook.periods import Period
from rulebook.schema.clocks import Obligation
from rulebook.selectors import Timeline, newest_published, timeline

BATCH = 500
# A period costs a few statements and a commit even where nobody owes anything in it.
PERIODS_A_ROUND = 60
DUTIES = "duties"
Sources = Mapping[str, Source]


@dataclass(frozen=True)
class Due:
    """One obligation of a version in one period, whose rows are to be opened."""

    name: str
    owed: Obligation
    period: Period
    version: RulebookVersion


def open_duties(
    sources: Sources, *, now: datetime, since: date | None = None, limit: int | None = None
) -> int:
    """Open every row of a period that has begun, the missed ones of earlier periods too; returns how many.

    Duties exist from the period of the founding, or of `since` where a scenario's story begins later. A second round
    on the same day under the same book is one statement. With `limit` a round leaves the rest of many rows, or of many
    periods after a long standstill, to the next one, so that the judging of what is due never waits for it.
    """
    today = local_day(now)
    if round_done(DUTIES, today=today):
        return 0
    known = timeline()
    begin = max(filter(None, (since, known.begin)), default=None)
    if begin is None:
        return 0
    _rebind(known, today, now=now)
    opened = 0
    for looked_at, due in enumerate(_begun(sources, known, begin, today), 1):
        opened += _open(sources[kind_of(due.owed)], due, now=now, limit=limit - opened if limit else None)
        if limit and (opened >= limit or looked_at == PERIODS_A_ROUND):
            return opened
    opened += sum(_open_rolling(sources, known, begin, today))
    opened += sum(_keep_chains(sources, known, begin, today))
    end_round(DUTIES, known.newest, now=now)
    return opened


def forget_rounds(*, today: date) -> None:
    """After a change of many objects: the next round looks at the running periods once more."""
    OpenedPeriod.objects.filter(last__gte=today).delete()


def round_done(name: str, *, today: date) -> bool:
    """Whether the round `name` of this day was made under the newest version; one statement."""
    newest = newest_published().values("pk")[:1]
    made = OpenedPeriod.objects.filter(kind="", occurrence=f"{name}:{today}", version=Subquery(newest))
    return made.exists()


def end_round(name: str, version: RulebookVersion, *, now: datetime) -> None:
    """Note that the round `name` of this day is made."""
    today = local_day(now)
    _remember("", f"{name}:{today}", today, version, now)


def _begun(sources: Sources, known: Timeline, begin: date, today: date) -> Iterator[Due]:
    """What has begun and was not opened, in the order of the calendar."""
    whole = OpenedPeriod.objects.exclude(kind="").filter(reached=None)
    latest = dict(whole.values_list("kind").annotate(Max("last")))
    for name, every in sorted(_kinds(sources, known)):
        for period in obligations.periods(every, max(begin, latest.get(name, begin)), today):
            due = due_in(known, name, period, begin)
            if due is not None and not (name in latest and period.last <= latest[name]):
                yield due


def _kinds(sources: Sources, known: Timeline) -> set[tuple[str, str]]:
    """The obligations of any version that somebody here can owe, with how often they recur."""
    return {
        (name, cast("str", owed.every))
        for version in known.versions
        for name, owed in obligations.calendar(version.book).items()
        if kind_of(owed) in sources and answerable(owed, sources[kind_of(owed)])
    }


def due_in(known: Timeline, name: str, period: Period, begin: date) -> Due | None:
    """The obligation in a period, under the version that judges it: that of the period's end.

    A duty that a version brings anew begins with the first whole period; at the founding, with the running one.
    """
    version, first = known.on(period.last), known.on(max(period.first, begin))
    if version is None or first is None or name not in first.book.obligations:
        return None
    owed = obligations.calendar(version.book).get(name)
    return Due(name, owed, period, version) if owed else None


def _open(source: Source, due: Due, *, now: datetime, limit: int | None) -> int:
    turn = obligations.turn_of(due.owed, due.period, due.version.book.zone_info)
    opened, after = 0, _reached(due)
    for batch in source.batches(due.period.first, due.period.last, role=role_of(due.owed), after=after):
        rows = (row_of(due.name, due.owed, one, turn, due.version) for one in batch if owes(due.owed, one))
        opened += insert(rows)
        if limit and opened >= limit:
            _remember(due.name, due.period.id, due.period.last, due.version, now, reached=batch[-1].subject.id)
            return opened
    # An act may have opened some of them under the version before.
    _unjudged(due.name, due.period.id).exclude(version=due.version).update(version=due.version)
    # Only after the last batch: whoever is killed before it leaves the rest to the next round.
    _remember(due.name, due.period.id, due.period.last, due.version, now)
    return opened


def _reached(due: Due) -> int:
    begun = OpenedPeriod.objects.filter(kind=due.name, occurrence=due.period.id)
    return begun.values_list("reached", flat=True).first() or 0


def _open_rolling(sources: Sources, known: Timeline, begin: date, today: date) -> Iterator[int]:
    version = known.on(today)
    for name, owed in obligations.rolling(version.book).items() if version else ():
        source = sources.get(kind_of(owed))
        if version and source and answerable(owed, source):
            for batch in source.batches(today, today, role=role_of(owed)):
                yield insert(_turns(name, owed, _unopened(name, batch, today), version, begin, today))


def _turns(
    name: str, owed: Obligation, batch: Iterable[Candidate], version: RulebookVersion, begin: date, today: date
) -> Iterator[Deadline]:
    for one in batch:
        if one.anchor and owes(owed, one):
            zone = version.book.zone_info
            for turn in obligations.turns_since(owed, one.anchor, zone, since=begin, until=today):
                yield row_of(name, owed, one, turn, version)


def _unopened(name: str, batch: Sequence[Candidate], today: date) -> list[Candidate]:
    """Those whose running turn has no row yet."""
    there = set(_rows(name, batch).filter(due_at__date__gte=today).values_list("subject_id", flat=True))
    return [one for one in batch if one.subject.id not in there]


def _rows(name: str, batch: Sequence[Candidate]) -> QuerySet[Deadline]:
    """What stands of an obligation for the candidates of one batch, which are all of one type."""
    type_, ids = batch[0].subject.type, [one.subject.id for one in batch]
    return Deadline.objects.filter(kind=name, subject_type=type_, subject_id__in=ids, superseded_at=None)


def _keep_chains(sources: Sources, known: Timeline, begin: date, today: date) -> Iterator[int]:
    """Begin the chains of whoever owes and has none; end those of whoever no longer owes, his contract being over."""
    version = known.on(today)
    for name, owed in obligations.chained(version.book).items() if version else ():
        source = sources.get(kind_of(owed))
        if version and source and answerable(owed, source):
            for batch in source.batches(today, today, role=role_of(owed)):
                yield _keep(name, owed, batch, version, begin, today)


def _keep(
    name: str, owed: Obligation, batch: Sequence[Candidate], version: RulebookVersion, begin: date, today: date
) -> int:
    zone = version.book.zone_info
    owing = [one for one in batch if owes(owed, one)]
    ids = {one.subject.id for one in owing}
    rows = _rows(name, batch)
    rows.filter(OPEN, due_at__date__gte=today).exclude(subject_id__in=ids).update(ended_at=start_of_day(today, zone))
    there = set(rows.filter(ended_at=None).values_list("subject_id", flat=True))
    fresh = [one for one in owing if one.subject.id not in there]
    turns = ((one, obligations.first_turn(owed, max(one.anchor or begin, begin), zone)) for one in fresh)
    return insert(row_of(name, owed, one, turn, version) for one, turn in turns if turn)


def insert(rows: Iterable[Deadline]) -> int:
    """Write rows that are not there yet; another opener at the same time changes nothing."""
    fresh = list(rows)
    Deadline.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
    return len(fresh)


def _remember(
    kind: str, occurrence: str, last: date, version: RulebookVersion, now: datetime, *, reached: int | None = None
) -> None:
    row = OpenedPeriod(
        kind=kind, occurrence=occurrence, last=last, version=version, opened_at=now, reached=reached
    )
    OpenedPeriod.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["kind", "occurrence"],
        update_fields=["version", "opened_at", "reached"],
    )  # fmt: skip


def _rebind(known: Timeline, today: date, *, now: datetime) -> None:
    """A version published meanwhile judges the periods that end under it; what it no longer asks for ends."""
    for opened in OpenedPeriod.objects.exclude(kind="").filter(last__gte=today).select_related("version"):
        version = known.on(opened.last)
        if version is None or version == opened.version:
            continue
        rows = _unjudged(opened.kind, opened.occurrence)
        if opened.kind in version.book.obligations:
            rows.update(version=version)
        else:
            rows.update(ended_at=now, last_error=_("新版制度不再要求"))
        OpenedPeriod.objects.filter(pk=opened.pk).update(version=version)


def _unjudged(kind: str, occurrence: str) -> QuerySet[Deadline]:
    return Deadline.objects.filter(kind=kind, occurrence=occurrence, stopped_at=None, ended_at=None, fired_at=None)
