"""`/metrics`: only for who shows the token of the settings; without one there is no such page."""

from itertools import chain

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aftersales.metrics import requests, timers
from aftersales.metrics.text import CONTENT_TYPE, render
from core import clock


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token:
        raise Http404
    if not constant_time_compare(given, f"Bearer {token}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    told = chain(requests.metrics(), timers.metrics(clock.now()))
    return HttpResponse(render(told), content_type=CONTENT_TYPE)
