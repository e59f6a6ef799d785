"""Log lines: one event, one line, with the id of the request and the person that caused it, and no personal data.

`line` is for people at a terminal, `json` for whatever collects logs. Both are masked: see `aftersales.masking`.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from aftersales.masking import masked, masked_value
from core.context import current_request_id

FORMATS = ("line", "json")
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request_id", "user_id", "taskName"}
# Objects that loggers attach and whose text would tell more than the line.
_OBJECTS = {"request", "exc_text", "server_time"}

_user: ContextVar[Callable[[], int | None]] = ContextVar("user", default=lambda: None)


@contextmanager
def on_behalf_of(user_id: Callable[[], int | None]) -> Iterator[None]:
    """Lines inside the block name the person whose id `user_id()` then is."""
    token = _user.set(user_id)
    try:
        yield
    finally:
        _user.reset(token)


class RequestId(logging.Filter):
    """Puts the id of the running request, and of the person behind it, on the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id() or "-"
        record.user_id = _user.get()()
        return True


class OneLine(logging.Formatter):
    """Escapes line breaks in the message, so that nobody can write a line of his own; a traceback keeps its own."""

    default_msec_format = "%s.%03d"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {request_id} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        told = "".join(f" {name}={_short(value)}" for name, value in extras(record).items())
        record.message = (record.message + told).replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class JsonLine(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request, user, what the call added, and a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": record.getMessage(),
            "request": getattr(record, "request_id", "-"), "user": getattr(record, "user_id", None),
            **extras(record),
        }  # fmt: skip
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(masked_value(told), ensure_ascii=False)


def extras(record: logging.LogRecord) -> dict[str, Any]:
    """What the call of the logger added to the record by `extra`."""
    return {name: value for name, value in vars(record).items() if name not in _STANDARD | _OBJECTS}


def _short(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def formatter(format_: str) -> logging.Formatter:
    return JsonLine() if format_ == "json" else OneLine()


def configuration(level: str, format_: str) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes, for the web server, the worker, the clock and every command alike."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "aftersales.logs.RequestId"}},
        "formatters": {"told": {"()": "aftersales.logs.formatter", "format_": format_}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "told", "filters": ["request"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            **{name: {"level": "WARNING"} for name in ("axes", "celery", "kombu", "redis")},
        },
    }
