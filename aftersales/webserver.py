"""How gunicorn serves the pages. Its variables are described in `docs/reference/settings.md`."""

from aftersales.environment import env

bind = f"{env.text('HOST', '127.0.0.1')}:{env.whole('PORT', 8000, low=1, high=65535)}"
worker_class = "gthread"
workers = env.whole("WEB_PROCESSES", 1, low=1, high=64)
threads = env.whole("WEB_THREADS", 8, low=1, high=256)
reload = env.flag("DEBUG", default=True)
timeout = 60
# Within the five seconds that a stopping process manager grants.
graceful_timeout = 3
loglevel = "warning"
control_socket_disable = True
# Several requests' worth of memory files must not wait for a disk.
worker_tmp_dir = None
