"""A draft as its page tells it: what differs, how far it is, what its rehearsals showed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import holds, may
from accounts.roles import Role
from rulebook.book import Book
from rulebook.differences import Difference, changed_clauses, differences
from rulebook.models import RulebookVersion
from rulebook.states import VersionState
from scenarios.models import Rehearsal
from scenarios.rehearsals import selectors as rehearsals
from scenarios.rehearsals.shelf import concerning, shipped
from scenarios.rehearsals.states import Outcome, Phase

TONES = {
    VersionState.DRAFT: "warn", VersionState.PUBLISHED: "ok", VersionState.DISCARDED: "mute",
    Phase.WAITING: "mute", Phase.RUNNING: "info", Phase.DONE: "ok", Phase.BROKEN: "late",
    Outcome.HOLDS: "ok", Outcome.CHANGES: "warn", Outcome.FAILED_BEFORE: "mute", Outcome.OPEN: "info",
}  # fmt: skip


@dataclass(frozen=True)
class ClauseDiff:
    """Everything that stands otherwise under one clause."""

    number: str
    title: str
    differences: Sequence[Difference]


def by_clause(before: Book, after: Book) -> list[ClauseDiff]:
    """The differences of two versions under their clauses, in the order of the book."""
    found: dict[str, list[Difference]] = {}
    for one in differences(before, after):
        found.setdefault(one.clause, []).append(one)
    return [ClauseDiff(number, _title(number, before, after), rows) for number, rows in found.items()]


def _title(number: str, before: Book, after: Book) -> str:
    told = after.clauses.get(number) or before.clauses.get(number)
    return told.title if told else ""


@dataclass(frozen=True)
class Run:
    """One rehearsal in one line."""

    rehearsal: Rehearsal
    tone: str
    figures: list[tuple[str, int, str]]
    older: bool


def run_of(rehearsal: Rehearsal, draft: RulebookVersion) -> Run:
    """With what came out so far; `older` where the draft was written on since."""
    found = rehearsals.counts(rehearsals.played(rehearsal))
    figures = [(str(outcome.label), found[outcome], TONES[outcome]) for outcome in Outcome if found[outcome]]
    return Run(rehearsal, TONES[rehearsal.phase], figures, rehearsal.content_id != draft.content_id)


def scopes(before: Book, draft: RulebookVersion) -> dict[str, int]:
    """How many shipped stories each choice plays."""
    stories, clauses = shipped(draft.slug), changed_clauses(before, draft.book)
    return {"changed": len(concerning(stories, clauses)) if clauses else 0, "all": len(stories)}


def may_write(person: Person, version: RulebookVersion, *, now: datetime) -> bool:
    return version.state == VersionState.DRAFT and may(person, "amend_draft", now=now)


def may_discard(person: Person, version: RulebookVersion, *, now: datetime) -> bool:
    """Whoever wrote in a draft, and the general manager."""
    wrote = person.pk in version.hands or holds(person, Role.GENERAL_MANAGER, now=now)
    return wrote and version.state == VersionState.DRAFT and may(person, "discard_draft", now=now)


def why_not_publish(person: Person, version: RulebookVersion, *, now: datetime) -> str:
    """Why `person` cannot publish the draft; empty where he can."""
    if not may(person, "publish_rulebook", now=now):
        return _("由总经理发布。")
    if person.pk in version.hands:
        return _("您起草或修改过这份草稿，须由未参与起草的总经理（或其代理人）发布。")
    if blanks := version.book.blanks():
        return _("还有 %(count)d 个必填参数未填，填写后才能发布。") % {"count": len(blanks)}
    return ""


def blanks_of(book: Book) -> list[str]:
    """The required parameters that are still blank, by title."""
    return [book.params[name].title or name for name in book.blanks()]
