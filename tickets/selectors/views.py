"""A person's saved views of the queue."""

from accounts.models import Person
from tickets.models import SavedView


def saved_views(person: Person) -> list[SavedView]:
    """His own, by name."""
    return list(SavedView.objects.filter(person=person).order_by("name"))
