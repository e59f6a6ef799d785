"""Open tickets that may tell of the same fault as a call that is just coming in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from customers.models import Customer
from tickets.models import Ticket
from tickets.states import OPEN

MOST = 6
WHY: Mapping[str, Any] = {"serial": _("同一设备"), "phone": _("同一电话"), "customer": _("同一客户")}


@dataclass(frozen=True)
class Twin:
    """An open ticket with the strongest sign that it is the same matter."""

    ticket: Ticket
    why: str

    @property
    def label(self) -> str:
        return str(WHY[self.why])


def possible_duplicates(
    person: Person, *, now: datetime, serial: str = "", phone: str = "", customer: Customer | None = None
) -> list[Twin]:
    """Open tickets of the same machine, telephone or customer, the likeliest and newest first; one statement."""
    same = Q(pk__in=[])
    for name, value in (("serial", serial), ("phone", phone), ("customer", customer)):
        same |= Q(**{name: value}) if value else Q(pk__in=[])
    rows = Ticket.objects.visible_to(person, now=now).filter(same, state__in=OPEN).select_related("engineer")
    found = [Twin(row, _why(row, serial, phone)) for row in rows.order_by("-notified_at")[: MOST * 2]]
    return sorted(found, key=lambda one: list(WHY).index(one.why))[:MOST]


def _why(row: Ticket, serial: str, phone: str) -> str:
    if serial and row.serial == serial:
        return "serial"
    return "phone" if phone and row.phone == phone else "customer"
