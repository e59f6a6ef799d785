"""Devices that somebody has signed in on: a signed cookie for each name, which lets a device count for itself (S14).

The cookie gives no right; it only says which count of tried passwords applies.
"""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

KEPT = timedelta(days=180)
_signer = TimestampSigner(salt="accounts.devices")


def device_of(request: HttpRequest, username: str) -> str:
    """The id of this device if the person of that name has signed in on it; empty otherwise."""
    try:
        told = _signer.unsign(request.COOKIES.get(_cookie(username), ""), max_age=KEPT)
    except BadSignature:
        return ""
    name, _dot, device = told.partition(".")
    return device if secrets.compare_digest(name, _digest(username)) else ""


def remember(response: HttpResponse, request: HttpRequest, username: str) -> None:
    """Let this device be known under that name; it keeps its id, and so its count, from one sign-in to the next."""
    device = device_of(request, username) or secrets.token_hex(16)
    response.set_cookie(
        _cookie(username), _signer.sign(f"{_digest(username)}.{device}"), max_age=KEPT, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def is_known(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> bool:
    """Whether the lock for name and address is left out, because the device's own count applies."""
    username = (credentials or {}).get("username") or ""
    return bool(request is not None and username and device_of(request, username))


def _cookie(username: str) -> str:
    return f"device_{_digest(username)[:8]}"


def _digest(username: str) -> str:
    return sha256(username.casefold().encode()).hexdigest()[:32]
