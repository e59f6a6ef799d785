"""What every layer may know about the request that is being answered: its id, and the acts that it did."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# A sweep does thousands; a line of the log names the first ones.
MOST_ACTS = 10

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_acts: ContextVar[list[str] | None] = ContextVar("acts", default=None)


def current_request_id() -> str:
    """The id of the running request, task or command; empty outside of them."""
    return _request_id.get()


@contextmanager
def request_scope(request_id: str = "") -> Iterator[str]:
    """Run the block under `request_id`, or under a fresh random one."""
    token, acts = _request_id.set(request_id or secrets.token_hex(8)), _acts.set([])
    try:
        yield _request_id.get()
    finally:
        _acts.reset(acts)
        _request_id.reset(token)


def note_act(act: str) -> None:
    """Remember that the running request did `act`, for the line that the log writes about it."""
    acts = _acts.get()
    if acts is not None and len(acts) < MOST_ACTS and act not in acts:
        acts.append(act)


def noted_acts() -> tuple[str, ...]:
    """The acts of the running request so far, each once, in their order."""
    return tuple(_acts.get() or ())
