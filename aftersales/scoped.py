"""A task runs under its own id, as a request does: its log lines and the journal rows it writes carry it."""

import logging
import time
from typing import Any

from celery import Task

from core.context import request_scope

log = logging.getLogger("aftersales.task")


class ScopedTask(Task):
    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        with request_scope(self.request.id or ""):
            result = super().__call__(*args, **kwargs)
            told = {"task": self.name, "ms": round((time.perf_counter() - began) * 1000, 1)}
            log.debug("task", extra=told)
        return result
