"""Messages as the SMS gateways hand them over: Aliyun SmsUp by HTTP push, Tencent Cloud SMS reply callback.

Both push to a fixed address and sign nothing: see fieldservice.sms_signing for what we ask besides.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core import cells, clock
from core.errors import ActError

LONGEST_NUMBER, LONGEST_TEXT = 40, 1000
CHINA = "86"


class Unreadable(ActError):
    """Not what this gateway sends."""

    code = "unreadable"
    status = 400


@dataclass(frozen=True)
class Inbound:
    """One message; `key` is the same however often the gateway sends it again, `sent_at` is the gateway's word."""

    key: str
    phone: str
    text: str
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Gateway:
    """How to read what one provider sends, and the answer that it takes for "received"."""

    read: Callable[[Any], Iterator[Inbound]]
    received: Mapping[str, Any]

    def messages(self, body: bytes) -> list[Inbound]:
        """Every message in `body`; Unreadable where it is not of this gateway's form."""
        try:
            return list(self.read(json.loads(body)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Unreadable from error


def _aliyun(told: Any) -> Iterator[Inbound]:
    """[{phone_number, content, send_time "2017-09-01 00:00:00", dest_code, sequence_id}]; older pushes name a sign."""
    for row in _list(told):
        number, sequence = _phone(row["phone_number"]), _plain(row["sequence_id"])
        yield Inbound(f"{sequence}:{number}"[:120], number, _text(row["content"]), _local(row.get("send_time")))


def _tencent(told: Any) -> Iterator[Inbound]:
    """{nationcode, mobile, text, sign, time (seconds), extend}; one message, without a number of its own."""
    if not isinstance(told, dict):
        raise TypeError
    nation = _plain(told.get("nationcode", CHINA)).lstrip("+")
    mobile = _plain(told["mobile"])
    number = _phone(mobile if nation in ("", CHINA) else f"+{nation}{mobile}")
    text, time = _text(told["text"]), _plain(told["time"])
    key = hashlib.sha256("\n".join((number, time, text)).encode()).hexdigest()
    yield Inbound(key, number, text, _seconds(told["time"]))


def _list(told: Any) -> list[Mapping[str, Any]]:
    if not isinstance(told, list):
        raise TypeError
    return told


def _plain(value: Any) -> str:
    if isinstance(value, dict | list) or value is None:
        raise TypeError
    return cells.plain(str(value))[:LONGEST_NUMBER]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return cells.text(value)[:LONGEST_TEXT]


def _phone(value: Any) -> str:
    told = _plain(value)
    try:
        return cells.phone(told)
    except cells.CellError:
        return told


def _local(value: Any) -> datetime | None:
    """Of Beijing, as both old and new pushes write it; None for what is no time."""
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S"):
        try:
            return datetime.strptime(str(value), pattern).replace(tzinfo=clock.zone())
        except ValueError:
            continue
    return None


def _seconds(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


GATEWAYS: dict[str, Gateway] = {
    "aliyun": Gateway(_aliyun, {"code": 0, "msg": "接收成功"}),
    "tencent": Gateway(_tencent, {"result": 0, "errmsg": "OK"}),
}
