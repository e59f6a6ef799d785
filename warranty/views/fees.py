"""Pages of fees."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest


@page("warranty:fee")
@require_safe
def fee(request: SignedRequest, number: str) -> HttpResponse:
    return HttpResponse(number)
