"""What is owed to customers and until when: the rows of obligations and of contracts' ends, and what they ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from core.subjects import Subject
from customers.models import Customer
from deadlines.models import Deadline
from rulebook import obligations
from rulebook.book import Book

MADE = "visit.made"
DEFAULT = "visit"


def owed_to(customer: Customer, *, since: datetime | None = None) -> QuerySet[Deadline]:
    """What is owed to a customer and was not done, the earliest first; with `since` without what was missed before."""
    about = Subject.of(customer)
    rows = Deadline.objects.filter(
        subject_type=about.type, subject_id=about.id, event__startswith="obligation.", superseded_at=None,
        stopped_at=None, ended_at=None,
    )  # fmt: skip
    rows = rows.filter(due_at__gte=since) if since else rows
    return rows.select_related("version", "person").order_by("due_at")


def is_his(customer: Customer, person: Person) -> bool:
    """Whether the customer is the engineer's to visit: his own, nobody's, or one to whom he owes something."""
    if customer.visited_by_id in (None, person.pk):
        return True
    return owed_to(customer).filter(person=person).exists()


def surveys_of(book: Book) -> dict[str, str]:
    """The surveys that a visit may answer, with their titles: those that its obligations ask for."""
    named = [owed.survey for owed in obligations.stopped_by(book, MADE).values() if owed.survey]
    return {name: book.surveys[name].title for name in dict.fromkeys(named)}


def asked_of(book: Book, scores: Sequence[Any] | Mapping[str, Any]) -> str:
    """Which survey is meant where nobody says: the only one; of several that of the customers' opinion.

    Empty where nothing was answered and the book owes visits without a survey too.
    """
    known = surveys_of(book)
    bare = any(owed.survey is None for owed in obligations.stopped_by(book, MADE).values())
    if not known or (not scores and bare):
        return ""
    return DEFAULT if DEFAULT in known else next(iter(known))
