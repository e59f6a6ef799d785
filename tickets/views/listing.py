"""The console's list as its address tells it: which queue, narrowed how, sorted how, from where, and what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.utils.http import urlencode

from accounts.requests import SignedRequest
from core.paths import path_of
from tickets import selectors
from tickets.queues import BY_CODE, Queue
from tickets.selectors import Filters, Page

SORTS = ("due", "newest", "number")
LONGEST = 120


@dataclass(frozen=True)
class Listing:
    """Everything of the address; `ticket` is the number in the drawer."""

    queue: Queue
    filters: Filters
    sort: str = "due"
    after: str = ""
    ticket: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        sort = given.get("sort", "")
        return cls(
            BY_CODE.get(given.get("queue", ""), BY_CODE["open"]), Filters.read(given), sort if sort in SORTS else "due",
            given.get("after", "")[:LONGEST], given.get("ticket", "")[:20].upper(),
        )  # fmt: skip

    def rows(self, request: SignedRequest, *, size: int) -> Page:
        return selectors.queue(
            request.user, now=request.now, name=self.queue.code, sort=self.sort, after=self.after, size=size,
            filters=self.filters,
        )  # fmt: skip

    def query(self, **other: str) -> str:
        """The address of this list without page and selection, `other` put in place or, empty, taken out."""
        return urlencode({name: value for name, value in {**self._told, **other}.items() if value})

    def url(self, **other: str) -> str:
        return f"{path_of('tickets:queue')}?{self.query(**other)}"

    @cached_property
    def _told(self) -> dict[str, str]:
        return {"queue": self.queue.code, **self.filters.given(), "sort": "" if self.sort == "due" else self.sort}
