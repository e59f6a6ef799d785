"""Reading what is asked for and signed: parts requests, fees and purchases."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from core.errors import NotFound
from tickets.models import Ticket
from warranty.models import FeeApplication, Part, PartsRequest, Purchase, RequestLine

Paper = TypeVar("Paper", PartsRequest, FeeApplication, Purchase)
SHOWN = ("ticket", "ticket__customer", "ticket__engineer", "author", "version")
OF_REPORT = {PartsRequest: ("report", "report__author", "loss_department"), Purchase: ("report", "report__author")}


def visible(model: type[Paper], number: str, person: Person, *, now: datetime) -> Paper:
    """The paper with this number; NotFound where there is none that `person` may see."""
    rows = model.objects.visible_to(person, now=now).select_related(*SHOWN, *OF_REPORT.get(model, ()))
    found: Paper | None = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound(_("没有找到 %(number)s，或者您无权查看") % {"number": number})
    return found


def lines_of(request: PartsRequest) -> QuerySet[RequestLine]:
    """The lines of the revision that stands."""
    rows = RequestLine.objects.filter(request=request, revision=request.revision)
    return rows.select_related("part").order_by("part__code")


def lines_of_all(requests: list[PartsRequest]) -> dict[int, list[RequestLine]]:
    """The lines that stand, of each of these requests, in one statement."""
    found: dict[int, list[RequestLine]] = {request.pk: [] for request in requests}
    revision = {request.pk: request.revision for request in requests}
    rows = RequestLine.objects.filter(request__in=revision).select_related("part").order_by("part__code")
    for row in rows:
        if row.revision == revision[row.request_id]:
            found[row.request_id].append(row)
    return found


def papers_of(model: type[Paper], ticket: Ticket) -> list[Paper]:
    """The papers of one kind of a ticket, newest first."""
    rows = model.objects.filter(ticket=ticket).select_related(*SHOWN, *OF_REPORT.get(model, ()))
    return list(rows.order_by("-pk"))


def papers_by(model: type[Paper], author: Person) -> list[Paper]:
    """A person's own papers of one kind, newest first."""
    return list(model.objects.filter(author=author).select_related(*SHOWN).order_by("-pk")[:100])


def parts_like(text: str, *, most: int = 12) -> list[Part]:
    """Parts of the catalogue whose code or name holds `text`."""
    wanted = text.strip()
    rows = Part.objects.filter(active=True)
    if wanted:
        rows = rows.filter(Q(code__icontains=wanted) | Q(name__icontains=wanted))
    return list(rows.order_by("code")[:most])


def may_read_fee(pk: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see the receipts of a fee."""
    found: bool = FeeApplication.objects.visible_to(person, now=now).filter(pk=pk).exists()
    return found


def may_read_purchase(pk: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see the receipts of a purchase."""
    found: bool = Purchase.objects.visible_to(person, now=now).filter(pk=pk).exists()
    return found
