"""One line of the log and one count for every request: route, answer, duration, person and acts."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from aftersales.logs import on_behalf_of
from aftersales.metrics.requests import requests
from core.context import noted_acts

log = logging.getLogger("aftersales.request")
# Asked every few seconds by machines; their answers are told by what asks.
QUIET = ("health", "health_live", "health_timers", "metrics")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Observed:
    """Stands right behind the request's id, so that its duration holds everything that we do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        with on_behalf_of(lambda: _user_id(request)):
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            _tell(request, response.status_code, seconds)
        return response


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    # The route, never the address: addresses hold what people searched for.
    route = match.view_name or match.route if match else "none"
    method = request.method if request.method in METHODS else "OTHER"
    requests.observe(route, str(method), status, seconds)
    level = logging.DEBUG if route in QUIET else logging.INFO
    told = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    acts = noted_acts()
    log.log(level, "request", extra=told | ({"acts": list(acts)} if acts else {}))


def _user_id(request: HttpRequest) -> int | None:
    # What sign-in has found out so far: asking `request.user` itself could cost a statement, or fail in a log line.
    return getattr(getattr(request, "_cached_user", None), "pk", None)
