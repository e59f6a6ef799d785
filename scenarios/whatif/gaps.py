"""What cannot be replayed, by name: rules of the draft for which nothing was recorded."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from judgement.inputs import FactInput
from rulebook.book import Book
from rulebook.schema.consequences import Consequence
from scenarios.whatif.clocks import SECTIONS
from scenarios.whatif.reading import Kind
from scenarios.whatif.trial import Trial


class Gaps:
    """Notes while the replay runs what it could not know."""

    def __init__(self, base: Book, trial: Trial, kinds: Sequence[Kind]) -> None:
        self.base, self.trial = base, trial
        self.kinds = {kind.name for kind in kinds}
        self.uncounted: Counter[tuple[str, str]] = Counter()
        self.seen: set[str] = set()
        self.lacking: Counter[str] = Counter()
        self._asked = _asked(base, trial.book)

    def not_counted(self, kind: str, problem: str) -> None:
        """A limit stays at its stored instant."""
        self.uncounted[kind, problem] += 1

    def note(self, given: FactInput) -> None:
        """A fact judged by the draft: which of the facts that only the draft asks for does it not hold?"""
        self.seen.add(given.event)
        for name, paths in self._asked.get(given.event, ()):
            if any(path not in given.facts for path in paths):
                self.lacking[name] += 1

    def told(self) -> Iterator[tuple[str, int]]:
        """Each gap in a sentence, with how many records it concerns; 0 where that cannot be known."""
        for (kind, problem), count in sorted(self.uncounted.items()):
            yield _("时限“%(what)s”仍按原到期时刻：%(why)s") % {"what": _title(self.trial.book, kind), "why": problem}, count
        for name, count in sorted(self.lacking.items()):
            yield _("“%(what)s”所依据的内容当时没有记录，不能判定") % {"what": _named(self.trial.book, name)}, count
        for kind in self._new_limits():
            yield _("新增的时限或义务“%(what)s”没有以往记录，不能回放") % {"what": _title(self.trial.book, kind)}, 0
        for kind in self._wider_limits():
            yield _("“%(what)s”改了适用条件；因此新纳入的对象没有以往记录") % {"what": _title(self.trial.book, kind)}, 0
        for name in self._unseen():
            yield _("“%(what)s”所依据的事件在期间内没有记录") % {"what": _named(self.trial.book, name)}, 0

    def _new_limits(self) -> list[str]:
        known = {kind for section in SECTIONS for kind in getattr(self.base, section)} | self.kinds
        return sorted(kind for section in SECTIONS for kind in getattr(self.trial.book, section) if kind not in known)

    def _wider_limits(self) -> list[str]:
        found = []
        for section in ("deadlines", "obligations"):
            for kind, entry in getattr(self.trial.book, section).items():
                was = getattr(self.base, section).get(kind)
                if was is not None and (was.when, getattr(was, "during", None)) != (
                    entry.when, getattr(entry, "during", None)
                ):  # fmt: skip
                    found.append(kind)
        return sorted(found)

    def _unseen(self) -> list[str]:
        known, given = self.base.consequences, self.trial.book.consequences
        changed = [name for name, entry in given.items() if entry != known.get(name)]
        return sorted(name for name in changed if self.seen.isdisjoint(given[name].events))


def _asked(base: Book, trial: Book) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """By event, the consequences of the draft with the facts that the book in force does not ask for there."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for name, entry in trial.consequences.items():
        was = base.consequences.get(name)
        paths = _paths(entry) - (_paths(was) if was else frozenset())
        for event in entry.events if paths else ():
            found[event].append((name, paths))
    return found


def _paths(entry: Consequence) -> frozenset[str]:
    parts: Collection[frozenset[str]] = [entry.when.paths() if entry.when else frozenset()]
    money = [effect.amount.paths() for effect in entry.effects() if effect.amount is not None]
    return frozenset().union(*parts, *money)


def _named(book: Book, consequence: str) -> str:
    entry = book.consequences[consequence]
    return f"{entry.clause} {entry.title or consequence}"


def _title(book: Book, kind: str) -> str:
    found = (getattr(book, section).get(kind) for section in SECTIONS)
    return next((entry.title or kind for entry in found if entry is not None), kind)
