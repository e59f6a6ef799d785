"""What every layer may know about the request that is being answered: its id."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the running request, task or command; empty outside of them."""
    return _request_id.get()


@contextmanager
def request_scope(request_id: str = "") -> Iterator[str]:
    """Run the block under `request_id`, or under a fresh random one."""
    token = _request_id.set(request_id or secrets.token_hex(8))
    try:
        yield _request_id.get()
    finally:
        _request_id.reset(token)
