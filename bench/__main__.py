"""`make bench`: build the data, measure every line beside its floor, print and keep the table."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.build import build, product
from bench.filling import Filler
from bench.house import House, house
from bench.lines import acts, pages, replays, settling, starting, sweeps
from bench.options import Options, name_of, read
from bench.report import report
from bench.rounds import Result
from tools.services import postgres
from tools.terminal import main, say

# Of what the sweep finds due, so many are fired in each round, and as many by its floor.
EACH = 20_000
HALF = 10


def bench() -> int:
    options = read()
    results: list[Result] = []
    with ExitStack() as stack:
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        os.environ.setdefault("VAR_DIR", var)
        server = options.server or stack.enter_context(_server(options))
        databases = {size: build(server, size) for size in options.sizes}
        product(databases[options.largest], "manage.py", "collectstatic", "--noinput", "-v0")
        for result in _results(options, server, databases):
            say(f"  {result.line}  {result.what}: {result.median:.2f} {result.unit}, ratio {result.ratio or 0:.2f}")
            results.append(result)
    say("")
    report(results, ", ".join(name_of(size) for size in options.sizes))
    return 0


@contextmanager
def _server(options: Options) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pg-", dir=options.folder) as folder, postgres(Path(folder)) as url:
        yield url


def _results(options: Options, server: str, databases: dict[int, str]) -> Iterator[Result]:
    with ExitStack() as stack:
        houses = {size: stack.enter_context(house(size, databases[size])) for size in options.sizes}
        yield from _asked(options, houses)
    yield from _swept(options, server)
    if options.wants("11"):
        yield from replays.year(build(server, replays.SIZE, days=replays.DAYS))
    if options.wants("9"):
        yield from settling.totals(server, options.largest, options.rounds)
        yield from settling.again(server, options.sizes[0])
    if options.wants("14"):
        yield from starting.run()


def _asked(options: Options, houses: dict[int, House]) -> Iterator[Result]:
    """The lines that go over HTTP."""
    small, large = houses[options.sizes[0]], houses[options.largest]
    for size, one in houses.items():
        if options.wants("1") and size >= options.largest // HALF:
            yield from pages.own_queue(one, options.rounds)
        if options.wants("2") and size >= options.largest // HALF:
            yield from pages.dispatcher(one, options.rounds)
    lines = {"4": pages.ticket, "6": pages.search, "5": acts.create, "13": starting.web}
    if options.wants("3"):
        yield from pages.flat(small, large, options.rounds)
        yield from acts.flat(small, large, options.rounds)
    for line, measure in lines.items():
        if options.wants(line):
            yield from measure(large, options.rounds)


def _swept(options: Options, server: str) -> Iterator[Result]:
    """The lines of the sweep, on data of which everything is open."""
    if not (options.wants("7") or options.wants("8")):
        return
    small, large = options.sizes[0], options.largest
    # Firing changes what there is to fire, so a run that measures it starts on new data.
    open_ = build(server, large, all_open=True, fresh=options.wants("7"))
    if options.wants("7"):
        # A tenth is due, half of that is ours, and a round before the measured ones warms up.
        each = min(EACH, large // 10 // 2 // (options.rounds + 1))
        yield from sweeps.due(open_, large, options.rounds, each)
    if options.wants("8"):
        few = build(server, small, all_open=True)
        for database in (open_, few):
            _settled(database)
        yield from sweeps.idle((small, few), (large, open_), options.rounds)


def _settled(database: str) -> None:
    """What is still due is marked as judged: the idle rounds are to find nothing."""
    filler = Filler(database)
    filler.run("UPDATE deadlines_deadline SET fired_at = now() WHERE fired_at IS NULL AND due_at < now() + interval '1 day'")
    filler.run("UPDATE deadlines_deadline SET warned_at = now() WHERE warned_at IS NULL AND warn_at < now() + interval '1 day'")
    filler.settle()
    filler.close()


if __name__ == "__main__":
    main(bench)
