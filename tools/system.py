"""System packages: which of those that would be used are missing, and how they come."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools.terminal import run, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REDIS = ("redis-server", "valkey-server")
NODE_MAJOR = 20


def found(names: Iterable[str]) -> str | None:
    """The path of the first of these programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def venv_works() -> bool:
    """Debian ships `venv` without what it needs, in a package of its own."""
    return run(["python3", "-c", "import venv, ensurepip"], quiet=True)


def node_works() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().lstrip("v").split(".")[0]
    return major.isdecimal() and int(major) >= NODE_MAJOR


def postgres_folder() -> Path | None:
    """Where initdb and postgres lie; Debian keeps them off the PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if installed:
        return installed[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def missing_for_tests() -> list[str]:
    """Debian packages without which some test has no real counterpart."""
    wanted = {
        "postgresql": postgres_folder() is not None,
        "chromium": found(CHROMIUM) is not None,
        "fonts-noto-cjk": has_chinese_font(),
    }
    return [package for package, there in wanted.items() if not there]


def install(packages: list[str]) -> bool:
    """Say in one line what is missing; install it where that needs no password."""
    if not packages:
        return True
    named = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"System packages that are missing: {named} (Debian, Ubuntu: sudo apt-get install -y {named})")
        return False
    say(f"System packages that are missing and being installed: {named}")
    quiet_apt = {"DEBIAN_FRONTEND": "noninteractive"}
    return run(["apt-get", "update", "-qq"], env=quiet_apt, quiet=True) and run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet_apt, quiet=True
    )
