"""One key, one effect: every unsafe request of a signed-in person carries a key, and its answer is stored.

The key's row is written first and the act runs in the same transaction. A second copy waits at the unique key
until the first has committed, and is then given the first one's answer (reliability W2). A refused act (4xx) or a
failed one (5xx) rolls all of it back, key included, so that the person can mend the form and send it again.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.errors import ActError
from core.models import IdempotencyKey

FIELD = "_key"
HEADER = "Idempotency-Key"
SHAPE = re.compile(r"[!-~]{1,64}")
# What the same form sends differently each time, or what says nothing about the act.
NOT_CONTENT = {FIELD, "csrfmiddlewaretoken"}
KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Refresh", "HX-Retarget", "HX-Reswap", "HX-Trigger")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class KeyMissing(ActError):
    code = "key_missing"
    status = 400
    message = _("页面已过期，请重新打开页面后再提交")


class KeyReused(ActError):
    code = "key_reused"
    status = 422
    message = _("这张表单已经提交过，内容不同的第二次提交未被接受；请重新打开页面后再填写")


class _Taken(Exception):
    """Another request with this key has committed."""


def fresh_key() -> str:
    return secrets.token_urlsafe(18)


def key_of(request: HttpRequest) -> str:
    """The key that came with `request`, from its header or its form; empty where there is none."""
    given = request.headers.get(HEADER, "")
    if not given and request.content_type in FORMS:
        given = request.POST.get(FIELD, "")
    return given if SHAPE.fullmatch(given) else ""


def fingerprint(request: HttpRequest) -> str:
    """SHA-256 of what `request` asks for: method, path and content, without key and cross-site token."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}".encode())
    for part in _content(request):
        digest.update(b"\0" + part)
    return digest.hexdigest()


def _content(request: HttpRequest) -> Iterator[bytes]:
    if request.content_type not in FORMS:
        yield request.body
        return
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    yield json.dumps(fields, ensure_ascii=False).encode()
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            whole = hashlib.sha256()
            for chunk in file.chunks():
                whole.update(chunk)
            file.seek(0)
            yield f"{name} {file.name} {whole.hexdigest()}".encode()


def once(
    request: HttpRequest, answer: Callable[[HttpRequest], HttpResponseBase], *, person_id: int, key: str, now: datetime
) -> HttpResponseBase:
    """Answer `request` and store the answer under `key`; or give the stored one, where the key is known."""
    asked = fingerprint(request)
    try:
        return _first(request, answer, person_id, key, asked, now)
    except _Taken:
        return _again(person_id, key, asked)


def _first(
    request: HttpRequest, answer: Callable[[HttpRequest], HttpResponseBase], person_id: int, key: str, asked: str,
    now: datetime,
) -> HttpResponseBase:  # fmt: skip
    with transaction.atomic():
        try:
            row = IdempotencyKey.objects.create(person_id=person_id, key=key, fingerprint=asked, created_at=now)
        except IntegrityError:
            raise _Taken from None
        response = answer(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST or response.streaming:
            transaction.set_rollback(True)
        else:
            _store(row, response)
    return response


def _store(row: IdempotencyKey, response: HttpResponseBase) -> None:
    row.status = response.status_code
    row.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    row.body = getattr(response, "content", b"")
    row.save(update_fields=["status", "headers", "body"])


def _again(person_id: int, key: str, asked: str) -> HttpResponse:
    row = IdempotencyKey.objects.get(person_id=person_id, key=key)
    if row.fingerprint != asked:
        raise KeyReused
    return HttpResponse(bytes(row.body), status=row.status, headers=row.headers)


def forget(*, before: datetime) -> int:
    """Remove the keys of answers that nobody will ask for again; returns how many."""
    removed, _rows = IdempotencyKey.objects.filter(created_at__lt=before).delete()
    return removed
