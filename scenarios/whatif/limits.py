"""Limits counted anew: which are missed under the draft and were not, and the other way round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from core.worktime.table import Listed
from deadlines.models import Deadline
from rulebook.models import RulebookVersion
from scenarios.whatif import clocks, reading
from scenarios.whatif.cases import Case, of_limit
from scenarios.whatif.gaps import Gaps
from scenarios.whatif.reading import Jobs
from scenarios.whatif.roster import Roster
from scenarios.whatif.trial import Trial

TICKET = "tickets.ticket"


@dataclass
class Moved:
    """What became of the limits of one kind."""

    counted: int = 0
    missed_before: int = 0
    missed_after: int = 0
    new: int = 0
    gone: int = 0

    def take(self, missed: bool, would_miss: bool) -> None:
        self.counted += 1
        self.missed_before += missed
        self.missed_after += would_miss
        self.new += would_miss and not missed
        self.gone += missed and not would_miss


@dataclass(frozen=True)
class _Counted:
    """A limit with its instant under the draft; None where the draft sets none."""

    row: Deadline
    due: datetime | None
    missed: bool
    would_miss: bool


def differs(version: RulebookVersion, trial: Trial, kind: str) -> bool:
    """Whether limits of a kind may fall due at another instant under the draft, or be called otherwise."""
    return clocks.terms(version.book, kind) != clocks.terms(trial.book, kind)


class Recounting:
    """Counts batches of limits anew; `moved` adds up by kind."""

    def __init__(self, trial: Trial, roster: Roster, gaps: Gaps, *, now: datetime) -> None:
        self.trial, self.roster, self.gaps, self.now = trial, roster, gaps, now
        self.days = Listed()
        self._both: dict[int, clocks.Both] = {}
        self.moved: dict[str, Moved] = {}

    def cases(self, batch: Sequence[Deadline]) -> list[Case]:
        """The limits of a batch that one of the books finds missed; their versions are set."""
        holds = self._holds(batch)
        counted = [self._count(row, holds) for row in batch]
        shifted = {one.row.subject_id for one in counted if self._another_may_answer(one)}
        jobs = Jobs(shifted) if shifted else holds
        known = reading.recorded(one.row for one in counted if one.row.fired_at)
        found = []
        for one in counted:
            row = one.row
            case = of_limit(
                row, one.due, clocks.missed_event(self.trial.book, row), trial=self.trial,
                facts=known.get((row.event, row.subject_type, row.subject_id, row.occurrence)), missed=one.missed,
                would_miss=one.would_miss, person=self._person(one, jobs),
            )  # fmt: skip
            if case is not None:
                found.append(case)
        return found

    def _count(self, row: Deadline, holds: Jobs) -> _Counted:
        until = row.stopped_at or row.ended_at or self.now
        pauses = holds.pauses(row.subject_id, until=until) if self._pauses_differ(row) else None
        told = clocks.recount(row, self._books(row), days=self.days, pauses=pauses)
        if told.problem:
            self.gaps.not_counted(row.kind, told.problem)
        missed = row.fired_at is not None or clocks.late(row, row.due_at, now=self.now)
        # What was late at an instant was late at every earlier one.
        later = told.due is not None and told.due > row.due_at
        would_miss = told.due is not None and ((missed and not later) or clocks.late(row, told.due, now=self.now))
        if told.due == row.due_at:
            would_miss = missed
        self.moved.setdefault(row.kind, Moved()).take(missed, would_miss)
        return _Counted(row, told.due, missed, would_miss)

    def _books(self, row: Deadline) -> clocks.Both:
        if row.version_id not in self._both:
            self._both[row.version_id] = clocks.Both(row.version.book, self.trial.book)
        return self._both[row.version_id]

    def _holds(self, batch: Iterable[Deadline]) -> Jobs:
        """What tickets waited for, where the draft stops their clocks for something else."""
        rows = [row for row in batch if self._pauses_differ(row)]
        wanted = {kind for row in rows for kind in _pausing(self.trial, row.kind)}
        return Jobs({row.subject_id for row in rows}, wanted) if rows else Jobs(())

    def _pauses_differ(self, row: Deadline) -> bool:
        sla = row.version.book.slas.get(row.kind)
        given = self.trial.book.slas.get(row.kind)
        return sla is not None and given is not None and row.subject_type == TICKET and sla.pause != given.pause

    def _another_may_answer(self, one: _Counted) -> bool:
        return one.would_miss and one.due != one.row.due_at and _of_engineer(one.row)

    def _person(self, one: _Counted, jobs: Jobs) -> Person | None:
        """Who answers at the new instant: who had the job then, or when it was over."""
        row = one.row
        if one.due is None or not self._another_may_answer(one):
            return row.person
        ended = row.stopped_at or row.ended_at or self.now
        found = jobs.engineer_at(row.subject_id, min(one.due, ended))
        return self.roster.people.get(found) if found is not None else None


def _of_engineer(row: Deadline) -> bool:
    return row.subject_type == TICKET and row.event.startswith("sla.")


def _pausing(trial: Trial, kind: str) -> list[str]:
    """The kinds of hold that stop the clock by the draft, whose events it names."""
    return [event.removeprefix("hold.").removesuffix(".placed") for event in trial.book.slas[kind].pause]
