"""Reading the regulation: which version is in force, what a clause says and what executes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Person
from accounts.selectors import company
from core import prepared
from core.clock import local_day
from core.errors import NotFound, WrongState
from rulebook.book import Book
from rulebook.clocks import check_span
from rulebook.managers import VersionQuerySet
from rulebook.models import RulebookVersion
from rulebook.schema.base import clause_numbers
from rulebook.schema.document import ClauseText
from rulebook.zones import known_area


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
    found: list[RulebookVersion] = prepared.objects("in force", _in_force, day=day)
    if not found:
        raise NoRulebook
    return found[0]


def _in_force(given: Mapping[str, Any]) -> VersionQuerySet:
    slug = Company.objects.order_by("pk").values("rulebook")[:1]
    return RulebookVersion.objects.in_force_on(Subquery(slug), given["day"])


def areas_in_use(*, now: datetime) -> dict[str, str]:
    """The areas of the book in force, by id; none before a company has published one."""
    try:
        return dict(in_force(now=now).book.areas)
    except NoRulebook:
        return {}


def area_in_use(area: str, *, now: datetime) -> str:
    """The id of an area of the book in force, told by id or title; blank stays blank."""
    return known_area(in_force(now=now).book, area) if area.strip() else ""


def check_arrival(text: str, *, now: datetime) -> None:
    """Raise UnreadableSpan where the book in force could not count an arrival agreed in a contract."""
    try:
        check_span(in_force(now=now).book, "contract.arrival", text)
    except NoRulebook:
        return


def versions(slug: str | None = None) -> VersionQuerySet:
    """All versions of the book in use, newest first."""
    rows = RulebookVersion.objects.filter(slug=slug or slug_in_use())
    return rows.select_related("author", "publisher").order_by("-number")


def published() -> list[RulebookVersion]:
    """The published versions of the book in use, the last to take effect first."""
    return list(RulebookVersion.objects.published(slug_in_use()).order_by("-effective_from", "-number"))


def published_before(version: RulebookVersion) -> RulebookVersion | None:
    """The version that `version` replaced."""
    later = published()
    place = next((place for place, one in enumerate(later) if one.pk == version.pk), len(later))
    return later[place + 1] if place + 1 < len(later) else None


def numbered(number: int) -> RulebookVersion:
    """A version of the book in use, draft or published; raises NotFound where there is none."""
    found = versions().filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def writers(version: RulebookVersion) -> list[Person]:
    """Everybody who wrote in a version: none of them publishes it."""
    return list(Person.objects.filter(pk__in=version.hands).order_by("pk"))


def replaced_by(draft: RulebookVersion, *, now: datetime) -> RulebookVersion:
    """The published version that a draft would follow: the one in force on its first day, or today."""
    day = max(draft.effective_from, local_day(now))
    found = RulebookVersion.objects.in_force_on(draft.slug, day).first()
    if found is None:
        raise NoRulebook
    return found


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


@dataclass(frozen=True)
class Timeline:
    """The published versions by the day from which they count, and the day before which none bound anybody."""

    versions: tuple[RulebookVersion, ...]
    begin: date | None

    def on(self, day: date) -> RulebookVersion | None:
        """The version in force on `day`, as `on_day` finds it, without a statement."""
        begun = [version for version in self.versions if version.effective_from <= day]
        return begun[-1] if begun else None

    @property
    def newest(self) -> RulebookVersion:
        """The one published last."""
        return max(self.versions, key=lambda version: (version.published_at, version.pk))


def timeline() -> Timeline:
    """Every published version of the book in use; nobody is bound before the founding or the first publication."""
    found = company()
    rows = RulebookVersion.objects.published(found.rulebook) if found else RulebookVersion.objects.none()
    known = tuple(rows.order_by("effective_from", "number"))
    if not known or found is None:
        return Timeline((), None)
    published = min(version.published_at or found.created_at for version in known)
    return Timeline(known, max(known[0].effective_from, local_day(found.created_at), local_day(published)))


def newest_published() -> VersionQuerySet:
    """The version published last, as a queryset to be asked within another statement."""
    return RulebookVersion.objects.exclude(published_at=None).order_by("-published_at", "-pk")
