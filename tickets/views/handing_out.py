"""The queue as a table for Excel."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import exports
from core.clock import local_day
from tickets import selectors, services
from tickets.services.export import MOST
from tickets.views.listing import Listing


@page("tickets:export")
@require_safe
def export(request: SignedRequest) -> HttpResponse:
    """Everything that the list with its filters holds, not only the page shown."""
    listing = Listing.read(request.GET.dict())
    found = listing.rows(request, size=MOST).rows
    content = services.export_queue(
        rows=found, asked={"queue": listing.queue.code, **listing.filters.given()},
        phones=selectors.phones_of([row.pk for row in found]), actor=request.user, now=request.now,
    )  # fmt: skip
    name = f"tickets-{listing.queue.code}-{local_day(request.now):%Y%m%d}.xlsx"
    return HttpResponse(
        content, content_type=exports.XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
