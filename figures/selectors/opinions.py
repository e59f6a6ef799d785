"""What customers think: stars, calls after a service, and the surveys of visits and calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, FloatField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from fieldservice.duties import surveys_of
from fieldservice.models import CustomerVisit
from fieldservice.visits import Average
from figures.period import Period
from figures.query import Query
from figures.selectors.monthly import month_of, within
from rulebook import surveys
from rulebook.book import Book
from rulebook.limits import survey_of
from rulebook.schema.papers import Survey
from rulebook.selectors import NoRulebook, in_force
from tickets.models import FollowUpCall
from tickets.public.models import Rating
from tickets.states import Authentic, CallOutcome

STARS = (5, 4, 3, 2, 1)
CONTENT = 4
BAD = (Authentic.FAKE, Authentic.CHARGED)


@dataclass
class Starred:
    """Ratings by stars; `key` is the month or the engineer's id."""

    key: Any
    label: str = ""
    stars: dict[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.stars.values())

    @property
    def sum(self) -> int:
        return sum(stars * count for stars, count in self.stars.items())

    @property
    def content(self) -> int:
        """How many gave four or five."""
        return sum(count for stars, count in self.stars.items() if stars >= CONTENT)


@dataclass(frozen=True)
class Called:
    """Calls of one month by outcome; `bad` said that the card was false or that they were charged (9.5, 7.6)."""

    month: str
    solved: int = 0
    unsolved: int = 0
    missed: int = 0
    bad: int = 0

    @property
    def count(self) -> int:
        return self.solved + self.unsolved + self.missed

    @property
    def reached(self) -> int:
        return self.solved + self.unsolved

    def __add__(self, other: "Called") -> "Called":
        return Called(
            self.month, self.solved + other.solved, self.unsolved + other.unsolved, self.missed + other.missed,
            self.bad + other.bad,
        )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The averages of one survey, and how many sheets or calls answered it; `of` is the list behind it."""

    of: str
    survey: str
    title: str
    count: int
    averages: Sequence[Average]


def ratings(period: Period) -> QuerySet[Rating]:
    return Rating.objects.filter(within("at", period))


def calls(period: Period) -> QuerySet[FollowUpCall]:
    return FollowUpCall.objects.filter(within("at", period))


def visits(period: Period, survey: str) -> QuerySet[CustomerVisit]:
    return CustomerVisit.objects.filter(within("visited_at", period), survey=survey)


def starred(period: Period) -> tuple[Sequence[Starred], Sequence[Starred]]:
    """By month, and by engineer; one statement."""
    rows = ratings(period).annotate(month=month_of("at", period)).order_by()
    months = {f"{month:%Y-%m}": Starred(f"{month:%Y-%m}") for month in period.months}
    people: dict[int, Starred] = {}
    for month, key, name, stars, count in (
        rows.values_list("month", "engineer", "engineer__name", "stars").annotate(count=Count("pk"))
    ):  # fmt: skip
        for one in (months[month], people.setdefault(key or 0, Starred(key or 0, name or ""))):
            one.stars[stars] = one.stars.get(stars, 0) + count
    return list(months.values()), list(people.values())


def called(period: Period) -> Sequence[Called]:
    """Every month; one statement."""
    rows = calls(period).annotate(month=month_of("at", period)).order_by().values_list("month")
    found = {
        month: Called(month, *counts)
        for month, *counts in rows.annotate(
            solved=Count("pk", filter=Q(outcome=CallOutcome.SOLVED)),
            unsolved=Count("pk", filter=Q(outcome=CallOutcome.UNSOLVED)),
            missed=Count("pk", filter=Q(outcome=CallOutcome.NO_ANSWER)),
            bad=Count("pk", filter=Q(authentic__in=BAD)),
        )
    }  # fmt: skip
    return [found.get(f"{month:%Y-%m}", Called(f"{month:%Y-%m}")) for month in period.months]


def answered(query: Query) -> Sequence[Asked]:
    """The surveys that visits and calls answer by the book in force; one statement each."""
    try:
        book: Book = in_force(now=query.now).book
    except NoRulebook:
        return ()
    found = [
        _asked("visits", name, book.surveys[name], visits(query.period, name), "scores") for name in surveys_of(book)
    ]
    name = survey_of(book, "follow_up")
    if name:
        rows = calls(query.period).filter(answers__survey=name)
        found.append(_asked("calls", name, book.surveys[name], rows, "answers__scores"))
    return found


def _asked(of: str, name: str, survey: Survey, rows: QuerySet[Any], scores: str) -> Asked:
    means = {f"mean_{item.id}": Avg(_number(scores, item.id)) for item in survey.items}
    counts = {f"count_{item.id}": Count(_number(scores, item.id)) for item in survey.items}
    told: Mapping[str, Any] = rows.aggregate(all=Count("pk"), **means, **counts)
    averages = [_average(survey, item, told[f"mean_{item.id}"], told[f"count_{item.id}"]) for item in survey.items]
    return Asked(of, name, survey.title, told["all"], averages)


def _average(survey: Survey, item: Any, mean: float | None, count: int) -> Average:
    percent = round(100 * surveys.satisfaction(survey, item, mean)) if mean is not None else 0
    return Average(item.title, count, round(mean or 0.0, 2), percent)


def _number(scores: str, item: str) -> Any:
    """The answer to one question within the JSON at `scores`."""
    first, *below = scores.split("__")
    place: Any = first
    for key in below:
        place = KeyTransform(key, place)
    return Cast(KeyTextTransform(item, place), FloatField())
