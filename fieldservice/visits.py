"""Reading visits: whose a person sees, what was answered, and how satisfied customers are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Person
from accounts.permissions import scopes_of
from core.errors import NotFound
from customers.models import Customer
from fieldservice.models import CustomerVisit
from rulebook import surveys
from rulebook.book import Book
from tickets.models import FollowUpCall

# Averages are of the newest answers only, so that a page costs the same after ten years.
MOST = 5000


@dataclass(frozen=True)
class Average:
    """One question: how many answered, their mean in the scale of the survey, and from 0 to 100 how satisfied."""

    title: str
    count: int
    mean: float
    percent: int


def visits_seen_by(person: Person, *, now: datetime) -> QuerySet[CustomerVisit]:
    """All visits for who sees all customers; his own for an engineer, and those of the customers that are his."""
    scopes = scopes_of(person, "customers", now=now)
    rows = CustomerVisit.objects.select_related("customer", "visitor", "by", "version")
    if "all" in scopes:
        return rows
    return rows.filter(Q(visitor=person) | Q(customer__visited_by=person)) if "own" in scopes else rows.none()


def visit_sheet(number: str, person: Person, *, now: datetime) -> CustomerVisit:
    """One visit; NotFound for who may not see it."""
    found = visits_seen_by(person, now=now).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def may_read_file(visit_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see what was attached to a visit."""
    return visits_seen_by(person, now=now).filter(pk=visit_id).exists()


def visits_of(customer: Customer) -> QuerySet[CustomerVisit]:
    """The visits of a customer, the newest first."""
    return CustomerVisit.objects.filter(customer=customer).select_related("visitor", "version")


def answers_of(visit: CustomerVisit) -> list[tuple[str, str]]:
    """Each question with its answer in words, as the book of the visit asked it."""
    survey = visit.version.book.surveys.get(visit.survey)
    return surveys.shown(survey, visit.scores) if survey else []


def averages(
    book: Book, survey: str, rows: QuerySet[CustomerVisit], *, since: date | None = None
) -> list[Average]:
    """The mean of each question of `survey` over visits since a day; one statement."""
    newest = rows.filter(survey=survey).order_by("-visited_at")
    if since is not None:
        newest = newest.filter(visited_at__date__gte=since)
    return averaged(book, survey, newest.values_list("scores", flat=True)[:MOST])


def call_averages(book: Book, survey: str, customer: Customer) -> list[Average]:
    """The same over the answers that the customer gave in the calls after a service."""
    calls = FollowUpCall.objects.filter(ticket__customer=customer, answers__survey=survey).order_by("-at")
    return averaged(book, survey, calls.values_list("answers__scores", flat=True)[:MOST])


def averaged(book: Book, survey: str, answers: Iterable[Mapping[str, Any]]) -> list[Average]:
    """The same over answers wherever they come from: visits, or calls after a service."""
    asked, known = book.surveys[survey], list(answers)
    found = []
    for item in asked.items:
        given = [scores[item.id] for scores in known if item.id in scores]
        mean = sum(given) / len(given) if given else 0.0
        percent = round(100 * surveys.satisfaction(asked, item, mean)) if given else 0
        found.append(Average(item.title, len(given), round(mean, 2), percent))
    return found
