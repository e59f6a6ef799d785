"""Skip work that was done: a stamp beside the result holds the fingerprint of what it was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Changes with the content of any of the files, and with the words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        if file.is_file():
            digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def done(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def mark(stamp: Path, made: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made, encoding="utf-8")
