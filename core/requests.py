"""What views may rely on once the page guard has let a request through."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from core.device import DeviceClaim


class PageRequest(HttpRequest):
    """Somebody is signed in, and `now` is the one instant at which the request happens.

    Nothing here knows people; `accounts.requests` says who `user` is.
    """

    now: datetime
    device: DeviceClaim | None
    htmx: HtmxDetails
    user: Any
