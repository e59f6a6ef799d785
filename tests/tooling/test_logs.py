"""One event is one line that names its request."""

import logging

from aftersales.logs import OneLine, RequestId
from core.context import request_scope


def line(message: str) -> str:
    record = logging.LogRecord("tickets", logging.INFO, "file.py", 1, message, None, None)
    RequestId().filter(record)
    return OneLine().format(record)


def test_line_carries_the_request_id():
    with request_scope("abc123"):
        assert line("派工").endswith("INFO tickets abc123 派工")


def test_line_outside_of_a_request_says_so():
    assert line("sweep").endswith("INFO tickets - sweep")


def test_nobody_writes_a_line_of_his_own():
    assert "\n" not in line("wrong password\n2026-03-02 INFO forged")
