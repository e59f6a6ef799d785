"""Who may set a company up over the web: whoever can read the server's own files.

Until a company exists the page has no accounts to ask for. On a machine that others can reach, the first visitor
would become its administrator; there the page asks for a code that stands in a file under VAR_DIR.
"""

import secrets
from pathlib import Path

from django.conf import settings

from aftersales.environment import kept_secret


def code_file() -> Path:
    return Path(settings.VAR) / "setup_code"


def code_needed() -> bool:
    return not settings.DEBUG


def code() -> str:
    """The code of this installation; its file is there from the first look at the page."""
    return kept_secret(code_file())


def fits(given: str) -> bool:
    """Whether `given` is the code of this installation, or none is needed."""
    return not code_needed() or secrets.compare_digest(given.strip().encode(), code().encode())
