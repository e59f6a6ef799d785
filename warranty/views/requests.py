"""Pages of requests."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest


@page("warranty:request")
@require_safe
def request_(request: SignedRequest, number: str) -> HttpResponse:
    return HttpResponse(number)
