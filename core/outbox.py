"""Acts that a phone kept while there was no network: sent to the pages' own addresses, answered in JSON.

The key in the header gives each one effect (core.idempotency). `X-Act-After` names the act before it of the same job:
until that one has been done, this one waits and does nothing, in whatever order they arrive.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from core.idempotency import SHAPE
from core.models import IdempotencyKey

HEADER, AFTER = "X-Outbox", "X-Act-After"
STATES = {
    HTTPStatus.UNAUTHORIZED: "sign_in",
    HTTPStatus.FORBIDDEN: "conflict",
    HTTPStatus.NOT_FOUND: "conflict",
    HTTPStatus.CONFLICT: "conflict",
}


def asked(request: HttpRequest) -> bool:
    """Whether a phone sends an act that it has kept."""
    return request.method == "POST" and request.headers.get(HEADER) == "1"


def too_early(request: HttpRequest) -> bool:
    """Whether the act before this one of the same job has not been done yet."""
    before = request.headers.get(AFTER, "")
    if not before or not request.user.is_authenticated:
        return False
    done = IdempotencyKey.objects.filter(person_id=request.user.pk, key=before) if SHAPE.fullmatch(before) else None
    return done is None or not done.exists()


def note(request: HttpRequest, errors: Mapping[str, Sequence[Any]]) -> None:
    """Keep what a form has to say, for the answer to a phone that does not show the page."""
    request.told = {name: [str(text) for text in texts] for name, texts in errors.items()}  # type: ignore[attr-defined]


def wait() -> JsonResponse:
    return _json("waiting", _("等待前一项操作完成"), HTTPStatus.TOO_EARLY)


def sign_in() -> JsonResponse:
    return _json("sign_in", _("登录已过期，请重新登录；未发送的内容仍在手机上"), HTTPStatus.UNAUTHORIZED)


def answer(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The page's answer as the phone's list of acts understands it."""
    status = response.status_code
    if response.headers.get("Content-Type", "").startswith("application/json") and "state" in _content(response):
        return response
    if status < HTTPStatus.BAD_REQUEST:
        url = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
        return _json("applied", " ".join(str(told) for told in get_messages(request)), HTTPStatus.OK, url=url)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _json("failed", _("服务器没有完成这次操作，稍后会再发送"), status)
    errors: dict[str, list[str]] = getattr(request, "told", {})
    message = _content(response).get("message") or " ".join(errors.get("__all__", ()))
    return _json(STATES.get(HTTPStatus(status), "refused"), message or _ordinary(errors), status, errors=errors)


def _ordinary(errors: Mapping[str, Sequence[str]]) -> str:
    told = [text for texts in errors.values() for text in texts]
    return "；".join(told) or _("内容未被接受，请打开修改后再发送")


def _content(response: HttpResponseBase) -> dict[str, Any]:
    """What a refusal in JSON says; empty for pages."""
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        return {}
    told = json.loads(getattr(response, "content", b"{}"))
    return told if isinstance(told, dict) else {}


def _json(state: str, message: str, status: int, **more: Any) -> JsonResponse:
    told = {"state": state, "message": message, **more}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
