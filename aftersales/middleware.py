"""What wraps every answer here because it composes the whole product: content policy and language."""

from threading import Lock
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from whitenoise.middleware import WhiteNoiseMiddleware

ADMIN = "/admin/"
# The admin's theme evaluates expressions and styles elements in place.
ADMIN_DIRECTIVES = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy of the settings, and a looser one under the admin only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(ADMIN):
            parts.config = ADMIN_DIRECTIVES
        return parts


class ChosenLanguage(MiddlewareMixin):
    """The language that the person chose, else Chinese.

    Not the browser's: an English Windows in a Chinese office is no wish for English pages.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class StaticFiles(WhiteNoiseMiddleware):
    """Looks through the folder of static files when the first of them is asked for, not while the server starts.

    Behind a web server that has them itself it never does.
    """

    def __init__(self, get_response: Any) -> None:
        self._folders: list[tuple[Any, Any]] | None = []
        self._lock = Lock()
        super().__init__(get_response)

    def add_files(self, root: Any, prefix: Any = None) -> None:
        if self._folders is None or self.autorefresh:
            super().add_files(root, prefix)
        else:
            self._folders.append((root, prefix))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._folders is not None and request.path_info.startswith(self.static_prefix):
            self._look_through()
        return super().__call__(request)

    def _look_through(self) -> None:
        with self._lock:
            for root, prefix in self._folders or ():
                super().add_files(root, prefix)
            # Only now: other threads go past the lock when there is nothing left to look through.
            self._folders = None
