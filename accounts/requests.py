"""What the page guard promises to the views behind it."""

from accounts.models import Person
from core.requests import PageRequest


class SignedRequest(PageRequest):
    """A request that `@page` has let through: a person of the company asks, at the instant `now`."""

    user: Person
