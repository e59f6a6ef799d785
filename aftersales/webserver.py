"""How gunicorn serves the pages. Its variables are described in `docs/reference/settings.md`."""

import os
import sys
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from aftersales.environment import env
from aftersales.logs import FORMATS, RequestId, formatter

bind = f"{env.text('HOST', '127.0.0.1')}:{env.whole('PORT', 8000, low=1, high=65535)}"
worker_class = "gthread"
workers = env.whole("WEB_PROCESSES", 1, low=1, high=64)
threads = env.whole("WEB_THREADS", 8, low=1, high=256)
reload = env.flag("DEBUG", default=True)
timeout = 60
# Within the five seconds that a stopping process manager grants.
graceful_timeout = 3
loglevel = "warning"
_format = env.choice("LOG_FORMAT", default="line", allowed=FORMATS)
control_socket_disable = True
# Several requests' worth of memory files must not wait for a disk.
worker_tmp_dir = None


class logger_class(Logger):
    """The server's own lines look like the product's and are masked like them."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(_format))
            handler.addFilter(RequestId())


def on_starting(server: Any) -> None:
    """Counts of requests begin at nought with the server; its processes add to them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")
    from aftersales.metrics import requests

    requests.forget()


def post_worker_init(worker: Any) -> None:
    from django.db import connections

    from aftersales.checks import refuse_forgetful

    try:
        refuse_forgetful()
        # Requests run in other threads, with connections of their own.
        connections.close_all()
    except SystemExit as refused:
        worker.log.critical("%s", refused)
        sys.exit(Arbiter.APP_LOAD_ERROR)  # which ends the whole server instead of trying again
