"""Log lines: one event, one line, with the id of the request that caused it."""

import logging

from core.context import current_request_id


class RequestId(logging.Filter):
    """Puts the id of the running request on the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id() or "-"
        return True


class OneLine(logging.Formatter):
    """Escapes line breaks in the message, so that nobody can write a line of his own; a traceback keeps its own."""

    default_msec_format = "%s.%03d"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {request_id} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)
