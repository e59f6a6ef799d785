"""What happens around every request: its id, its sign-in, its key, and how a refusal is told."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from core import clock, device, idempotency, outbox
from core.context import request_scope
from core.errors import ActError, NotAllowed, NotFound

Answer = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
KEYLESS = ("set_language",)
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Takes over a well-formed X-Request-Id or makes one; journal rows, error pages and logs carry it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        with request_scope(given if PLAIN_ID.fullmatch(given) else "") as request_id:
            request.request_id = request_id  # type: ignore[attr-defined]  # for templates
            response = self.get_response(request)
            response.headers["X-Request-Id"] = request_id
        return response


class SignIn(LoginRequiredMiddleware):
    """Every view needs a signed-in person unless it says otherwise; an expired session never answers with the
    sign-in page inside a part of another page."""

    def handle_no_permission(  # type: ignore[override]  # Django only ever redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if outbox.asked(request):
            return outbox.sign_in()
        if not is_partial(request):
            return super().handle_no_permission(request, view_func)
        login = redirect_to_login(_page_of(request), self.get_login_url(view_func), REDIRECT_FIELD_NAME)
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": login.headers["Location"]})


class Refusals:
    """An ActError raised by a view (or Django's own 403 and 404) becomes an answer that tells how to go on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # PostgreSQL takes no NUL in a text and would answer 500; nothing of ours has an address with one.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return refused(request, NotFound())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, PermissionDenied):
            error = NotAllowed()
        elif isinstance(error, Http404):
            error = NotFound()
        return refused(request, error) if isinstance(error, ActError) else None


class Outbox:
    """See core.outbox and core.device; runs around the keys, so that the stored answer is the page's own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.device = device.claim_of(request)  # type: ignore[attr-defined]  # see core.requests
        if not outbox.asked(request):
            return self.get_response(request)
        if outbox.too_early(request):
            return outbox.wait()
        return outbox.answer(request, self.get_response(request))


class Idempotency:
    """See core.idempotency; runs after sign-in, so that a key belongs to a person."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE or not request.user.is_authenticated:
            return self.get_response(request)
        key = idempotency.key_of(request)
        if not key:
            return self.get_response(request) if _keyless(request) else refused(request, idempotency.KeyMissing())
        try:
            return idempotency.once(request, self.get_response, person_id=request.user.pk, key=key, now=clock.now())
        except idempotency.KeyReused as error:
            return refused(request, error)


def keyless(view: View) -> View:
    """Mark a view whose repetition is harmless by nature (sign-out, marking as read)."""
    view.keyless = True  # type: ignore[attr-defined]  # a mark on the function
    return view


def _keyless(request: HttpRequest) -> bool:
    # Admin's own forms are rendered by third-party templates without a key, and edit master data, where a second
    # copy writes the same values again. Object actions there render one, and it counts.
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return True
    return "admin" in match.app_names or match.url_name in KEYLESS or getattr(match.func, "keyless", False)


def is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def refused(request: HttpRequest, error: ActError) -> HttpResponseBase:
    """The refusal as JSON where that was asked for, as a line on the page for a partial, else as a page."""
    if request.accepts("application/json") and not request.accepts("text/html"):
        told = {"code": error.code, "message": str(error), "details": {k: str(v) for k, v in error.details.items()}}
        return JsonResponse(told, status=error.status, json_dumps_params={"ensure_ascii": False})
    if is_partial(request):
        response = render(request, "components/refusal.html", {"error": error}, status=error.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
        return response
    return render(request, "errors/refused.html", {"error": error}, status=error.status)


def _page_of(request: HttpRequest) -> str:
    """The page that a partial request came from, as a path of this site; the start page otherwise."""
    url = request.headers.get("HX-Current-URL", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(url)
    query = QueryDict(parts.query).urlencode()
    return f"{parts.path}?{query}" if query else parts.path
