"""Replay a span under the book that is tried: every stored fact and limit judged by both books, batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from deadlines.models import Deadline
from judgement.models import Fact
from rulebook.book import Book
from rulebook.models import RulebookVersion
from rulebook.selectors import on_day
from scenarios.whatif import limits, reading
from scenarios.whatif.cases import Case, of_fact
from scenarios.whatif.entries import Entry, Pair, pairs_of
from scenarios.whatif.gaps import Gaps
from scenarios.whatif.limits import Moved, Recounting
from scenarios.whatif.repeats import Offences, compared, counted_by
from scenarios.whatif.roster import Roster
from scenarios.whatif.settling import settle, spans_facts
from scenarios.whatif.span import Span
from scenarios.whatif.tally import Tally
from scenarios.whatif.trial import Trial

# Called with how many records were looked at, and of how many; whoever was overtaken raises out of it.
Progress = Callable[[int, int], None]


@dataclass
class Result:
    """What a replay found, before it is put into words; `base` is the version in force at the end of the span."""

    span: Span
    trial: Trial
    base: RulebookVersion
    roster: Roster
    gaps: Gaps
    tally: Tally = field(default_factory=Tally)
    moved: dict[str, Moved] = field(default_factory=dict)
    looked_at: int = 0
    bound: frozenset[int] = frozenset()


def replay(*, trial: Trial, span: Span, now: datetime, progress: Progress | None = None) -> Result:
    """Judge everything of the span twice and add up what differs. Reads only."""
    return Replay(trial, span, now).run(progress or _silent)


def _silent(done: int, whole: int) -> None:
    """Nobody is looking."""


class Replay:
    """One run over facts and limits; matters whose groups span several facts wait for the end."""

    def __init__(self, trial: Trial, span: Span, now: datetime) -> None:
        self.trial, self.span = trial, span
        self.versions: dict[int, RulebookVersion] = {}
        kinds = reading.kinds_of(span)
        self.moving = [kind for kind in kinds if limits.differs(self._version(kind.version), trial, kind.name)]
        base, roster = on_day(span.last), Roster.read(now=now)
        self.result = Result(span, trial, base, roster, Gaps(base.book, trial, kinds))
        self.recounting = Recounting(trial, roster, self.result.gaps, now=now)
        earlier = reading.confirmed_before(span, counted_by([base.book, trial.book]))
        self.before, self.after = Offences(base.book, earlier), Offences(trial.book, earlier)
        self.waiting: list[Pair] = []
        self._wide: dict[tuple[int, str], bool] = {}

    def run(self, progress: Progress) -> Result:
        facts, rows = reading.facts_of(self.span, self.moving), reading.limits_of(self.span, self.moving)
        whole = facts.count() + (rows.count() if self.moving else 0)
        progress(0, whole)
        for batch in reading.batches(facts):
            self._take(self._of_facts(batch), len(batch), whole, progress)
        for limits_ in reading.batches(rows) if self.moving else ():
            self._take(self._of_limits(limits_), len(limits_), whole, progress)
        self._settle_waiting()
        for pair in compared(self.before, self.after):
            self.result.tally.take(pair)
        self.result.moved = self.recounting.moved
        self.result.bound = frozenset(self.versions)
        return self.result

    def _of_facts(self, batch: Sequence[Fact]) -> list[Case]:
        return [of_fact(fact, self._version(fact.version_id), self.trial, self.result.roster) for fact in batch]

    def _of_limits(self, batch: Sequence[Deadline]) -> list[Case]:
        for row in batch:
            row.version = self._version(row.version_id)
            row.person = self.result.roster.people.get(row.person_id) if row.person_id else None
        return self.recounting.cases(batch)

    def _version(self, pk: int) -> RulebookVersion:
        if pk not in self.versions:
            self.versions[pk] = RulebookVersion.objects.select_related("content").get(pk=pk)
        return self.versions[pk]

    def _take(self, cases: Sequence[Case], size: int, whole: int, progress: Progress) -> None:
        for case in _decided(cases):
            if case.after is not None:
                self.result.gaps.note(case.after)
            pairs = pairs_of(case, self.result.roster)
            if any(self._waits(pair) for pair in pairs):
                self.waiting += pairs
            else:
                self._settle(pairs)
        self.result.looked_at += size
        progress(self.result.looked_at, max(whole, self.result.looked_at))

    def _waits(self, pair: Pair) -> bool:
        return any(self._spans(book, entry) for _side, book, entry in _sides(pair, self.trial.book))

    def _spans(self, book: Book, entry: Entry) -> bool:
        if not (entry.group_key or entry.tier_key):
            return False
        key = (id(book), entry.consequence)
        if key not in self._wide:
            self._wide[key] = spans_facts(book, entry)
        return self._wide[key]

    def _settle(self, pairs: Sequence[Pair]) -> None:
        """Groups on both sides, each by its own book, then into the sums."""
        # One book may stand on both sides; its entries there are never rivals of each other.
        sides: dict[tuple[str, int], tuple[Book, list[Entry]]] = {}
        for pair in pairs:
            for side, book, entry in _sides(pair, self.trial.book):
                sides.setdefault((side, id(book)), (book, []))[1].append(entry)
        for book, entries in sides.values():
            settle(book, entries)
        for pair in pairs:
            self.result.tally.take(pair)
            if pair.before is not None:
                self.before.note(pair.before)
            if pair.after is not None:
                self.after.note(pair.after)

    def _settle_waiting(self) -> None:
        pairs, self.waiting = self.waiting, []
        self._settle(pairs)


def _sides(pair: Pair, trial: Book) -> Iterator[tuple[str, Book, Entry]]:
    """Each entry of a matter with the book that made it."""
    if pair.before is not None and pair.case.before is not None:
        yield "before", pair.case.before.version.book, pair.before
    if pair.after is not None:
        yield "after", trial, pair.after


def _decided(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases with what people decided about them."""
    known = reading.decisions({given.subject for case in cases for given in (case.before, case.after) if given})
    for case in cases:
        given = case.before or case.after
        told = known.get((given.event, given.subject.type, given.subject.id, given.occurrence)) if given else None
        waived = any(one.state == "waived" for one in told.values()) if told else False
        yield replace(case, decided=told, excused=case.excused or waived) if told else case
