"""Uploads that no row names: a file is written before its row, and stays when the act is rolled back."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings

from core import files

# Longer than any act runs: a younger file may belong to one that has not committed yet.
KEPT = timedelta(days=1)
BATCH = 500

log = logging.getLogger(__name__)


def remove(*, now: datetime) -> int:
    """Delete private uploads older than a day that no stored file names; how many went.

    Only the folders of this and the last month are read: older ones were read when they were new.
    """
    removed = 0
    old = _old_uploads(now)
    while paths := list(islice(old, BATCH)):
        known = files.known_names([_name(path) for path in paths])
        for path in paths:
            if _name(path) not in known:
                path.unlink(missing_ok=True)
                removed += 1
    if removed:
        log.info("removed uploads that no row names", extra={"files": removed})
    return removed


def _old_uploads(now: datetime) -> Iterator[Path]:
    before = (now - KEPT).timestamp()
    last_month = now.replace(day=1) - timedelta(days=1)
    for month in (now, last_month):
        for path in (Path(settings.MEDIA_ROOT) / f"{month:private/%Y/%m}").glob("*"):
            if path.is_file() and path.stat().st_mtime < before:
                yield path


def _name(path: Path) -> str:
    return path.relative_to(settings.MEDIA_ROOT).as_posix()
