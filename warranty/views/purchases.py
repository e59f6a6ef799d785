"""Pages of purchases."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest


@page("warranty:purchase")
@require_safe
def purchase(request: SignedRequest, number: str) -> HttpResponse:
    return HttpResponse(number)
