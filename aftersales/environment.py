"""Typed reading of the environment: a wrong value stops the start with one sentence.

Every variable is declared where it is read; `docs/reference/settings.md` lists what `env.declared` holds.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
DATABASES = ("postgres", "postgresql", "sqlite")
MAIL = ("smtp", "smtp+tls", "smtp+ssl")
BROKERS = ("redis", "rediss", "redis+socket")
# The kernel refuses longer socket addresses (108 bytes, some room for the name).
SOCKET_PATH_LIMIT = 100


class SettingError(ImproperlyConfigured):
    """A variable whose value cannot be used; the text names it and the form it must have."""


class Environment:
    """Reads variables from `values`; an empty one counts as absent."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.declared: dict[str, str] = {}

    def text(self, name: str, default: str = "") -> str:
        self.declared[name] = default
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        given = self.text(name, str(default).lower()).lower()
        if given not in TRUE | FALSE:
            raise SettingError(f"{name} must be true or false, not {given!r}.")
        return given in TRUE

    def whole(self, name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
        given = self.text(name, str(default))
        if not given.isdecimal() or not low <= int(given) <= high:
            raise SettingError(f"{name} must be a whole number from {low} to {high}, not {given!r}.")
        return int(given)

    def choice(self, name: str, default: str, allowed: Sequence[str]) -> str:
        given = self.text(name, default)
        if given not in allowed:
            raise SettingError(f"{name} must be one of {', '.join(allowed)}, not {given!r}.")
        return given

    def listed(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().absolute()

    def secret(self, name: str) -> str:
        """The value of NAME, or the content of the file that NAME_FILE names."""
        given, file = self.text(name), self.text(f"{name}_FILE")
        if not file:
            return given
        if given:
            raise SettingError(f"Set either {name} or {name}_FILE, not both.")
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE must be the path of a readable file: {error}.") from None

    def database(self, name: str) -> dict[str, Any]:
        """Django's description of the database that the URL names; empty when there is no URL."""
        url = self.secret(name)
        if not url:
            return {}
        form = f"{name} must look like postgres://user:password@host:5432/name, or sqlite:////path/to/file"
        if urlsplit(url).scheme not in DATABASES:
            raise SettingError(f"{form}; the scheme {urlsplit(url).scheme!r} is not known.")
        try:
            described = dict(Env.db_url_config(url))
        except ValueError as error:
            raise SettingError(f"{form}: {error}.") from None
        if not described.get("NAME"):
            raise SettingError(f"{form}; it names no database.")
        return described

    def email(self, name: str) -> dict[str, Any]:
        """Django's settings for the mail server that the URL names; empty when there is no URL."""
        url = self.secret(name)
        if not url:
            return {}
        if urlsplit(url).scheme not in MAIL:
            raise SettingError(f"{name} must look like smtp+tls://user:password@host:587 (smtp, smtp+tls, smtp+ssl).")
        return dict(Env.email_url_config(url))

    def broker(self, name: str, default: str) -> str:
        url = self.secret(name) or default
        if urlsplit(url).scheme not in BROKERS:
            raise SettingError(f"{name} must look like redis://[:password@]host:6379/0 or redis+socket:///path.")
        return url


def kept_secret(file: Path) -> str:
    """A random key kept in `file`, made at the first call; two processes that start at once get the same."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as draft:
            draft.write(secrets.token_urlsafe(50))
        try:
            os.link(draft.name, file)
        except FileExistsError:
            pass
        finally:
            Path(draft.name).unlink()
    return file.read_text(encoding="utf-8").strip()


def broker_socket(var: Path) -> Path:
    """Where the child broker listens: under `var`, or in the temporary folder where `var` lies too deep."""
    socket = var / "run" / "broker.sock"
    if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT:
        return socket
    short = sha256(os.fsencode(var)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"aftersales-{os.getuid()}-{short}" / "broker.sock"


env = Environment(os.environ)
