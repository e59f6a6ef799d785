"""What every page may ask about its frame."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.permissions import may_open
from core import clock
from tickets import selectors
from tickets.selectors import Frame

KEPT = "_frame"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: the frame of pages that desk and phone share; the phone's for who has no desk."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def frame_of(request: HttpRequest) -> Frame:
    """Company, unread notices, queue lengths and book for this request's pages: read once."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, selectors.frame(request.user, now=clock.now()))  # type: ignore[arg-type]  # signed in
    return cast(Frame, getattr(request, KEPT))


def _shell(request: HttpRequest) -> str:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return "bare.html"
    now = clock.now()
    phone = may_open(person, "fieldservice:jobs", now=now) and not may_open(person, "tickets:queue", now=now)
    return "m_base.html" if phone else "base.html"
