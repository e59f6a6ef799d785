"""What a phone claims about the moment of an act that it kept while there was no network (reliability W8).

Server time is fact; nothing here is ever judged without a person's acceptance.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

TIME, AGE, CLOCK = "X-Device-Time", "X-Device-Age", "X-Device-Now"
# A phone that has been in a drawer for longer tells nothing that anybody could check.
OLDEST = timedelta(days=60)


@dataclass(frozen=True)
class DeviceClaim:
    """`device_time` is the phone's clock on tap, `device_now` the same clock when it was sent.

    `age_ms` is how many milliseconds lay between by the counter that nobody can set; None where the app was restarted
    meanwhile.
    """

    device_time: datetime | None = None
    age_ms: int | None = None
    device_now: datetime | None = None


def claim_of(request: HttpRequest) -> DeviceClaim | None:
    """What came with `request`; None for a page that claims nothing, and for what cannot be read."""
    given = DeviceClaim(_instant(request, TIME), _age(request), _instant(request, CLOCK))
    return given if given != DeviceClaim() else None


def _instant(request: HttpRequest, header: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(request.headers.get(header, ""))
    except ValueError:
        return None
    return told if told.tzinfo else None


def _age(request: HttpRequest) -> int | None:
    told = request.headers.get(AGE, "")
    if not told.isdecimal() or len(told) > len(str(10**12)):
        return None
    age = int(told)
    return age if age <= OLDEST / timedelta(milliseconds=1) else None
