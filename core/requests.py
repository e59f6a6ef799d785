"""What views may rely on once the page guard has let a request through."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest


class PageRequest(HttpRequest):
    """Somebody is signed in, and `now` is the one instant at which the request happens."""

    now: datetime
    user: Any
