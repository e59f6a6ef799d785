"""Pages of reports."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest


@page("warranty:report")
@require_safe
def report(request: SignedRequest, number: str) -> HttpResponse:
    return HttpResponse(number)
