"""Bring database and static files up to date before the processes start; on an empty database make the demo company."""

import io
import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import SystemCheckError
from django.db import OperationalError

from aftersales.environment import env
from tools.stamps import done, fingerprint, mark
from tools.terminal import DEMO_LOGINS, ROOT, VENV, Stop, main, say


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")
    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    except (ImproperlyConfigured, SystemCheckError) as error:
        raise Stop(str(error)) from None
    except OperationalError as error:
        raise Stop(
            f"The database cannot be reached or changed: {str(error).strip()}\nCheck DATABASE_URL."
        ) from None
    _collect_static()
    if env.flag("DEMO", default=True):
        _fill_empty_database()
    _first_sweep()


def _collect_static() -> None:
    if settings.DEBUG:
        return
    stamp = settings.STATIC_ROOT / ".stamp"
    folders = [*settings.STATICFILES_DIRS, *(Path(app.path) / "static" for app in apps.get_app_configs())]
    files = [path for folder in folders if VENV not in folder.parents for path in folder.rglob("*")]
    wanted = fingerprint([*files, ROOT / "requirements.txt"])
    if not done(stamp, wanted):
        say("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark(stamp, wanted)


def _fill_empty_database() -> None:
    from django.contrib.auth import get_user_model

    if "demo" not in get_commands() or get_user_model()._default_manager.exists():
        return
    say("Making the demo company …")
    told = io.StringIO()
    call_command("demo", stdout=told)
    (settings.VAR / DEMO_LOGINS).write_text(told.getvalue(), encoding="utf-8")


def _first_sweep() -> None:
    """What fell due while nothing ran is fired before anybody looks."""
    from aftersales.sweeping import sweep_round

    sweep_round()


if __name__ == "__main__":
    main(prepare)
