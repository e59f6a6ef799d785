"""Reads only: while a replay runs, a statement that would write is refused before it reaches the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

READS = re.compile(r"\s*\(?\s*(SELECT|WITH|DECLARE|FETCH|CLOSE|EXPLAIN)\b", re.IGNORECASE)


class WouldWrite(RuntimeError):
    """A defect of the product: the replay was about to change something."""


@contextmanager
def reading_only() -> Iterator[None]:
    """Refuse every statement of this connection that does not read."""

    def check(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not READS.match(sql):
            raise WouldWrite(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(check):
        yield
