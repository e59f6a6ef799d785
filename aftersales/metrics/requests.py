"""Counts and durations of requests by route, over all web processes of this host.

Each process counts in memory and writes its counts to a file of its own, at most once a second; whoever is
asked adds up all files. A process that ended leaves its file, so that no count ever falls while the server runs.
"""

import json
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from aftersales.metrics.text import Metric, Sample

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SAVE_SECONDS = 1.0
# By route, method and status: seconds in all, then how many requests fell into each bucket, the last for the rest.
Counts = dict[tuple[str, str, str], list[float]]


class Requests:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counts = {}
        self.saved_at = 0.0

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        with self.lock:
            row = self.counts.setdefault((route, method, str(status)), [0.0] * (len(BUCKETS) + 2))
            row[0] += seconds
            row[1 + bisect_left(BUCKETS, seconds)] += 1
            moment = time.monotonic()
            if settings.METRICS_TOKEN and moment - self.saved_at >= SAVE_SECONDS:
                self.saved_at = moment
                _save(self.counts)

    def total(self) -> Counts:
        """This process's counts and those that the others have written."""
        with self.lock:
            added = {key: list(row) for key, row in self.counts.items()}
        for key, row in _of_others():
            mine = added.setdefault(key, [0.0] * len(row))
            added[key] = [one + other for one, other in zip(mine, row, strict=True)]
        return added


requests = Requests()


def folder() -> Path:
    return Path(settings.VAR) / "run" / "metrics"


def forget() -> None:
    """A new server starts at nought."""
    for file in folder().glob("web-*.json"):
        file.unlink(missing_ok=True)


def _save(counts: Counts) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder() / f"web-{os.getpid()}.json"
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps([[*key, row] for key, row in counts.items()]), encoding="utf-8")
    draft.replace(file)


def _of_others() -> Iterator[tuple[tuple[str, str, str], list[float]]]:
    for file in folder().glob("web-*.json"):
        if file.name == f"web-{os.getpid()}.json":
            continue
        for route, method, status, row in json.loads(file.read_text(encoding="utf-8")):
            yield (route, method, status), row


def metrics() -> Iterator[Metric]:
    total = sorted(requests.total().items())
    yield Metric(
        "aftersales_requests_total", "counter", "Requests answered, by route, method and status.",
        [Sample(sum(row[1:]), {"route": r, "method": m, "status": s}) for (r, m, s), row in total],
    )  # fmt: skip
    yield Metric("aftersales_request_seconds", "histogram", "How long answers took, by route.", list(_durations(total)))


def _durations(total: list[tuple[tuple[str, str, str], list[float]]]) -> Iterator[Sample]:
    by_route: dict[str, list[float]] = {}
    for (route, _method, _status), row in total:
        sums = by_route.setdefault(route, [0.0] * len(row))
        by_route[route] = [one + other for one, other in zip(sums, row, strict=True)]
    for route, row in by_route.items():
        upto = 0.0
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), row[1:], strict=True):
            upto += count
            yield Sample(upto, {"route": route, "le": bound}, "_bucket")
        yield Sample(row[0], {"route": route}, "_sum")
        yield Sample(upto, {"route": route}, "_count")
