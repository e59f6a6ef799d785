"""Adding up: by person, clause and month, with the single differences that are shown and exported."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from scenarios.whatif.entries import Entry, Pair

NOTHING = Decimal(0)
# So many differences are told one by one, and so many of one clause and kind, so that none crowds out the others.
MOST, MOST_ALIKE = 2000, 200
ADDED, DROPPED, DEARER, CHEAPER, OTHERWISE = "added", "dropped", "dearer", "cheaper", "otherwise"


@dataclass
class Sum:
    """Entries that stand and what they come to, under the books in force and under the draft."""

    before: int = 0
    after: int = 0
    yuan_before: Decimal = NOTHING
    yuan_after: Decimal = NOTHING
    changed: int = 0

    @property
    def difference(self) -> Decimal:
        return self.yuan_after - self.yuan_before

    def take(self, entry: Entry, *, after: bool) -> None:
        if after:
            self.after, self.yuan_after = self.after + 1, self.yuan_after + entry.amount
        else:
            self.before, self.yuan_before = self.before + 1, self.yuan_before + entry.amount


@dataclass(frozen=True)
class Change:
    """One entry that differs. Instants are those of the limit, where there is one: due before and after, done."""

    kind: str
    person: int
    clause: str
    title: str
    day: date
    yuan_before: Decimal | None
    yuan_after: Decimal | None
    formula_before: str
    formula_after: str
    subject: str
    ticket: int | None
    row: tuple[str, int]
    due_before: datetime | None = None
    due_after: datetime | None = None
    done_at: datetime | None = None


@dataclass
class Tally:
    """Everything that was compared so far; memory grows with people, clauses and months, not with tickets."""

    total: Sum = field(default_factory=Sum)
    persons: dict[int, Sum] = field(default_factory=lambda: defaultdict(Sum))
    clauses: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    months: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    titles: dict[str, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    open: int = 0
    _alike: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, pair: Pair) -> None:
        """Count both sides of a matter, once its groups are settled."""
        before = pair.before if pair.before and pair.before.stands else None
        after = pair.after if pair.after and pair.after.stands else None
        for entry, side in ((before, False), (after, True)):
            if entry is not None:
                for line in self._lines(entry):
                    line.take(entry, after=side)
        if after is not None and after.open:
            self.open += 1
        kind = kind_of(before, after)
        if kind:
            self._note(kind, pair, before, after)

    def _lines(self, entry: Entry) -> tuple[Sum, ...]:
        self.titles.setdefault(entry.clause, entry.title)
        return self.total, self.persons[entry.person], self.clauses[entry.clause], self.months[entry.month]

    def _note(self, kind: str, pair: Pair, before: Entry | None, after: Entry | None) -> None:
        self.kinds[kind] += 1
        touched = [line for one in (before, after) if one is not None for line in self._lines(one)]
        for line in {id(line): line for line in touched}.values():
            line.changed += 1
        shown = after or before
        if shown is None or len(self.changes) >= MOST or self._alike[shown.clause, kind] >= MOST_ALIKE:
            return
        self._alike[shown.clause, kind] += 1
        self.changes.append(change(kind, pair, before, after))


def kind_of(before: Entry | None, after: Entry | None) -> str:
    """How two entries of one matter differ; empty where they do not."""
    if before is None or after is None:
        return ADDED if after is not None else DROPPED if before is not None else ""
    if after.amount != before.amount:
        return DEARER if after.amount > before.amount else CHEAPER
    same = (before.clause, before.month, before.person, before.does) == (
        after.clause, after.month, after.person, after.does
    )  # fmt: skip
    return "" if same else OTHERWISE


def change(kind: str, pair: Pair, before: Entry | None, after: Entry | None) -> Change:
    """The difference as it is shown: what it is about, the arithmetic on both sides, the instants of its limit."""
    shown, case = after or before, pair.case
    if shown is None:
        raise ValueError("nothing differs")
    known = [given for given in (case.after, case.before) if given is not None]
    facts = known[0].facts if known else {}
    return Change(
        kind=kind, person=shown.person, clause=shown.clause, title=shown.title, day=shown.day,
        yuan_before=before.amount if before else None, yuan_after=after.amount if after else None,
        formula_before=before.formula if before else "", formula_after=after.formula if after else "",
        subject=str(facts.get("title") or ""), ticket=facts.get("ticket"), row=(case.row.type, case.row.id),
        due_before=case.due_before, due_after=case.due_after, done_at=case.done_at,
    )  # fmt: skip
