"""Tickets by what somebody types: the beginning of a number, a serial or a phone, any part of a name or a fault."""

from datetime import datetime

from django.db.models import Q

from accounts.models import Person
from accounts.permissions import scopes_of
from core import cells
from core.words import Inside
from tickets.managers import TicketQuerySet

# Of what is found more often only so much is sorted, besides the newest tickets, which are looked through one by one.
MOST_SORTED = 1000
WINDOW = 2000


def told_by(text: str, person: Person, *, now: datetime) -> Q:
    """The condition; each of its parts has an index."""
    found = Q(number__startswith=text.upper()) | Q(Inside("customer_name", "fault", text=text))
    found |= Q(serial__startswith=cells.code(text)) | Q(serial__startswith=text)
    # Who sees telephone numbers masked must not find them out digit by digit.
    if "all" in scopes_of(person, "phones", now=now):
        found |= Q(phone__startswith=text)
    return found


def searched(rows: TicketQuerySet, text: str, person: Person, *, now: datetime) -> TicketQuerySet:
    """Those of `rows` that `text` finds: all of them, or of very many the newest and a thousand others."""
    told = told_by(text, person, now=now)
    found = list(rows.filter(told).order_by().values_list("pk", flat=True)[: MOST_SORTED + 1])
    if len(found) > MOST_SORTED:
        oldest = rows.order_by("-notified_at").values_list("notified_at", flat=True)[WINDOW : WINDOW + 1].first()
        newest = rows.filter(told, notified_at__gte=oldest) if oldest else rows.filter(told)
        found += newest.order_by("-notified_at").values_list("pk", flat=True)[:WINDOW]
    return rows.filter(pk__in=found)
