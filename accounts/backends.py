"""Signing in by password, with every try counted before the password is looked at."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.devices import device_of
from accounts.services.attempts import right_password, take_attempt
from core import clock


class CountingBackend(ModelBackend):
    """Django's own, which also hashes for unknown names: an answer tells by its time nothing about a name."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if request is None or not username:
            return super().authenticate(request, username, password, **kwargs)
        device = device_of(request, username)
        if not take_attempt(username=username, device=device, now=clock.now()):
            # What the lock for name and address sets too: the answer is the same page.
            request.axes_locked_out = True  # type: ignore[attr-defined]
            raise PermissionDenied
        person = super().authenticate(request, username, password, **kwargs)
        if person is not None:
            right_password(username=username, device=device, now=clock.now())
        return person
