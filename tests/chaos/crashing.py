"""A process that dies between two statements: a copy of this one, ended without a goodbye."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

KILLED = 137


class Steps:
    """The statements of a run by what they do, such as `3 INSERT judgement_fact`; dies right after one of them."""

    def __init__(self, die_after: str = "") -> None:
        self.die_after = die_after
        self.seen: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        self.reached(_told(sql))
        return result

    def reached(self, what: str) -> None:
        name = f"{len(self.seen) + 1} {what}"
        self.seen.append(name)
        if name == self.die_after:
            os._exit(KILLED)


def _told(sql: str) -> str:
    words = sql.replace('"', "").replace("(", " ").split()
    verb = words[0].upper()
    after = {"SELECT": "FROM", "INSERT": "INTO", "DELETE": "FROM", "UPDATE": "UPDATE"}.get(verb)
    named = words[words.index(after) + 1] if after in words else words[1] if verb == "SAVEPOINT" else ""
    return f"{verb} {named if not named.startswith('s1') else ''}".strip()


@contextmanager
def watched(steps: Steps) -> Iterator[None]:
    """Every statement and every commit inside goes through `steps`."""
    commit = DatabaseWrapper._commit

    def told(self: Any) -> Any:
        steps.reached("before COMMIT")
        result = commit(self)
        steps.reached("after COMMIT")
        return result

    DatabaseWrapper._commit = told
    try:
        with connection.execute_wrapper(steps):
            yield
    finally:
        DatabaseWrapper._commit = commit


def die_in(work: Callable[[], Any], point: str) -> int:
    """Do `work` in a copy of this process that is killed at `point`; its exit code."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            with watched(Steps(point)):
                work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
