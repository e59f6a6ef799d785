"""The page of the regulation: each clause with what executes it, what that did, and where to see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acts import ACTS
from accounts.models import Person
from accounts.permissions import may_open
from aftersales.regulation.selectors import NO_CLOCKS, Activity, Month, made
from core.money import yuan
from judgement.states import ProposalState
from rulebook.book import Book
from rulebook.showing import Clause, Entry

CONFIRMED = (ProposalState.CONFIRMED, ProposalState.SETTLED)
MOST_ACTS = 12


@dataclass(frozen=True)
class Count:
    """One figure: in words, how many, in which tone."""

    label: str
    count: int
    tone: str = "mute"


@dataclass(frozen=True)
class Done:
    """One entry of the book and what it did in the month; `url` lists it where the reader may see the list."""

    entry: Entry
    counts: list[Count]
    url: str


@dataclass(frozen=True)
class Told:
    """A clause with everything that the page tells of it; `still` are entries with nothing to count or to pay."""

    clause: Clause
    entries: list[Done]
    still: list[Entry]
    sum: Decimal | None
    acts: list[Count]


class Page:
    """Puts the month's counts beside the entries of a book, for one reader."""

    def __init__(self, book: Book, month: Month, done: Activity, *, reader: Person, now: Any) -> None:
        self.book, self.month, self.done = book, month, done
        self.opens = {
            name: may_open(reader, f"admin:{name}", now=now) for name in ("deadlines_deadline", "judgement_proposal")
        }

    def told(self, clause: Clause) -> Told:
        number = clause.line.number
        acts = [
            Count(str(ACTS.get(act, act)), count)
            for act, count in sorted(self.done.acts.get(number, {}).items(), key=lambda one: -one[1])
        ]
        done = [self._done(entry) for entry in clause.entries]
        lively = [one for one in done if one.counts or one.entry.costs]
        still = [one.entry for one in done if not (one.counts or one.entry.costs)]
        return Told(clause, lively, still, self.done.sums.get(number), acts[:MOST_ACTS])

    def _done(self, entry: Entry) -> Done:
        if entry.section in ("slas", "deadlines", "obligations"):
            counts = _clocks(self.done.clocks.get(entry.name, {}), owed=entry.section == "obligations")
            return Done(entry, counts, self._list("deadlines_deadline", counts, kind=entry.name))
        if entry.section == "consequences":
            counts = _proposals(self.done.proposals.get(entry.name, {}))
            clause = self.book.consequences[entry.name].clause
            return Done(entry, counts, self._list("judgement_proposal", counts, clause=clause, turn="all"))
        if entry.section == "notices":
            sent = self.done.notices.get(self.book.notices[entry.name].about, 0)
            return Done(entry, [Count(_("已通知"), sent, "info")] if sent else [], "")
        return Done(entry, [], "")

    def _list(self, name: str, counts: Sequence[Count], **filters: str) -> str:
        if not counts or not self.opens[name]:
            return ""
        return f"{reverse(f'admin:{name}_changelist')}?{urlencode({**filters, 'month': self.month.name})}"


def _clocks(row: Mapping[str, int], *, owed: bool) -> list[Count]:
    told = NO_CLOCKS | dict(row)
    words = (
        (_("应办"), _("已办"), _("未办"), _("有理由"), _("待办"), _("免办"))
        if owed
        else (_("起算"), _("按时"), _("超时"), _("有理由"), _("进行中"), _("终止"))
    )
    tones = ("mute", "ok", "late", "warn", "info", "mute")
    return [
        Count(word, told[name], tone) for word, name, tone in zip(words, NO_CLOCKS, tones, strict=True) if told[name]
    ]


def _proposals(states: Mapping[str, int]) -> list[Count]:
    told = (
        (_("拟出"), made(states), "mute"),
        (_("待裁决"), states.get(ProposalState.PROPOSED, 0), "warn"),
        (_("确认"), sum(states.get(state, 0) for state in CONFIRMED), "late"),
        (_("免除"), states.get(ProposalState.WAIVED, 0), "ok"),
        (_("撤销"), states.get(ProposalState.REVOKED, 0), "mute"),
    )
    return [Count(label, count, tone) for label, count, tone in told if count]


def totals(told: Sequence[Told], done: Activity) -> list[Count]:
    """The month in one line: limits kept and missed, proposals, notices."""
    clocks = {name: sum(row[name] for row in done.clocks.values()) for name in NO_CLOCKS}
    found = [
        Count(_("起算时限与义务"), clocks["started"]), Count(_("按时完成"), clocks["met"], "ok"),
        Count(_("超时未办"), clocks["missed"], "late"),
        Count(_("拟出考核"), sum(made(states) for states in done.proposals.values()), "warn"),
    ]  # fmt: skip
    return found if done.clocks or done.proposals else []


def whole_sum(done: Activity) -> Decimal:
    """What the month's confirmed penalties come to."""
    return yuan(sum(done.sums.values(), Decimal("0.00")))


def found(told: Sequence[Told], text: str) -> list[Told]:
    """The clauses that say `text` anywhere: number, words, entries, parameters."""
    wanted = text.casefold().strip()
    return [one for one in told if wanted in _words(one.clause).casefold()] if wanted else list(told)


def _words(clause: Clause) -> str:
    figures = (f"{one.title} {one.value} {one.why}" for one in clause.figures)
    entries = (entry.text for entry in clause.entries)
    return "\n".join((clause.line.number, clause.line.title, clause.line.text, *entries, *figures))
