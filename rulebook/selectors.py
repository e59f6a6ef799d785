"""Reading the regulation: which version is in force, what a clause says and what executes it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.selectors import company
from core.clock import local_day
from core.errors import WrongState
from rulebook.book import Book
from rulebook.managers import VersionQuerySet
from rulebook.models import RulebookVersion
from rulebook.schema.base import clause_numbers
from rulebook.schema.document import ClauseText


class NoRulebook(WrongState):
    """Nothing can be judged before a company has published its regulation."""

    message = _("尚无生效的制度，请先完成公司设置并发布制度")


def slug_in_use() -> str:
    """Which book this installation runs on."""
    found = company()
    if found is None:
        raise NoRulebook
    return found.rulebook


def in_force(*, now: datetime) -> RulebookVersion:
    """The version in force on the local day of `now`; raises NoRulebook where there is none."""
    return on_day(local_day(now))


def on_day(day: date) -> RulebookVersion:
    """The version in force on a local day."""
    version = RulebookVersion.objects.in_force_on(slug_in_use(), day)
    if version is None:
        raise NoRulebook
    return version


def versions(slug: str | None = None) -> VersionQuerySet:
    """All versions of the book in use, newest first."""
    rows = RulebookVersion.objects.filter(slug=slug or slug_in_use())
    return rows.select_related("author", "publisher").order_by("-number")


def clause_text(book: Book, clause: str) -> ClauseText | None:
    """Title and paraphrase of the clause; of a citation of several, those of the first."""
    return book.clauses.get(clause_numbers(clause)[0])


@dataclass(frozen=True)
class ClauseLine:
    """A clause as the rulebook page shows it: its words, and by which entries of the book it is executed."""

    number: str
    title: str
    text: str
    executes: tuple[str, ...]


def clause_lines(book: Book) -> list[ClauseLine]:
    """Every clause in its own order, with what executes it; nothing for a mere statement."""
    lines = []
    for number, names in book.coverage.items():
        told = clause_text(book, number)
        done = tuple(name for name in names if name != "statement")
        lines.append(ClauseLine(number, told.title if told else "", told.text if told else "", done))
    return lines
