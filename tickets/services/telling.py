"""Notices about a ticket: each opens the page where its receiver works, the desk's or the phone's."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from accounts.models import Person
from notifications.services import notify
from tickets.models import Ticket


def tell_engineer(
    ticket: Ticket, about: str, title: str, *, engineer: Person | None, now: datetime, text: str = ""
) -> None:
    """Tell an engineer; one who no longer has the job gets no link to what he may not see."""
    theirs = engineer is not None and ticket.engineer_id == engineer.pk
    url = reverse("fieldservice:job", args=[ticket.number]) if theirs else ""
    notify(about=about, title=title, text=text, subject=ticket, url=url, to=[engineer], now=now)


def tell_desk(
    ticket: Ticket,
    about: str,
    title: str,
    *,
    now: datetime,
    text: str = "",
    roles: Sequence[str] = (),
    to: Iterable[Person] = (),
) -> None:
    """Tell holders of `roles`, or people in an office, with the ticket's own page."""
    url = reverse("tickets:ticket", args=[ticket.number])
    notify(about=about, title=title, text=text, subject=ticket, url=url, to=to, roles=roles, now=now)
