"""What wraps every page without login: its headers, its language, and refusals in a customer's words."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.csrf import csrf_failure as plain_csrf_failure

from accounts.selectors import company
from core import clock
from core.addresses import network_of
from core.errors import ActError, NotFound
from core.requests import PageRequest
from tickets.public import selectors
from tickets.public.services import Sender, TooMany

DEVICE, SALT = "device", "tickets.public.device"
A_YEAR = 60 * 60 * 24 * 365
OURS = ("/r/", "/s/")
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # Not no-referrer: a browser then sends `Origin: null` with the form, and the cross-site check refuses it. No other
    # site ever learns the address with its token from this one either.
    "Referrer-Policy": "same-origin",
}
View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """A page for anybody: `request.now` is set, refusals are told on a page of this kind."""

    @login_not_required
    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.now = clock.now()
        language = _chosen(request)
        try:
            response = view(request, *args, **kwargs)
        except ActError as error:
            response = refused(request, error)
        if language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")
        return _private(response)

    return guarded


def _private(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _chosen(request: HttpRequest) -> str:
    """The language asked for in the address; a link serves, because nobody is signed in whose form could be sent."""
    language = request.GET.get("lang", "")
    if language not in dict(settings.LANGUAGES):
        return ""
    translation.activate(language)
    return language


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page with what all of them say: who we are and how to call us."""
    frame = {"company": company(), "pages": selectors.public_pages(), "languages": _languages(request)}
    return render(request, template, {**frame, **context}, status=status)


def _languages(request: HttpRequest) -> list[tuple[str, str]]:
    here = translation.get_language()
    return [(code, name) for code, name in settings.LANGUAGES if code != here]


def refused(request: HttpRequest, error: ActError) -> HttpResponse:
    """The sentence of a refusal, and how to go on: by telephone, or by the number of the ticket."""
    if not isinstance(error, TooMany):
        return show(request, "public/refused.html", {"error": error}, error.status)
    seconds = max(1, int(error.wait.total_seconds()))
    response = show(request, "public/too_many.html", {"minutes": -(-seconds // 60)}, error.status)
    response.headers["Retry-After"] = str(seconds)
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """One page for every token that opens nothing: wrong, withdrawn or too old; nobody learns which."""
    return show(request, "public/no_link.html", {}, NotFound.status)


def sender_of(request: HttpRequest, *, trapped: bool = False) -> Sender:
    """The phone by its signed cookie, the network by its address."""
    device = request.get_signed_cookie(DEVICE, default="", salt=SALT, max_age=A_YEAR)
    return Sender(device or "", network_of(request), trapped)


def know_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a phone that comes for the first time its cookie."""
    if not sender_of(request).device:
        response.set_signed_cookie(
            DEVICE, secrets.token_hex(16), salt=SALT, max_age=A_YEAR, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form that lay open too long: customers get their own page, whose ways on need no login."""
    if not request.path_info.startswith(OURS):
        return plain_csrf_failure(request, reason)
    return _private(show(request, "public/stale.html", {}, 403))
