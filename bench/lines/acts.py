"""Line 5, and its part of line 3: a fault is reported, with every effect, by four people at once."""

import random
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

from bench.client import Browser, rate, seconds
from bench.house import TOKEN, House
from bench.options import name_of
from bench.rounds import Goal, Result, interleaved

CLIENTS = 4
LASTING_SECONDS = 2.0
_keys = count(1)


def create(house: House, rounds: int) -> Iterator[Result]:
    """5: acts per second beside inserts per second."""
    ours = [reporter(house.browser("desk"), house.size) for _ in range(CLIENTS)]
    floors = [inserter(house.bare_browser()) for _ in range(CLIENTS)]
    values, bare = interleaved(rounds, lambda: rate(ours, LASTING_SECONDS), lambda: rate(floors, LASTING_SECONDS))
    what = f"create with every effect, {CLIENTS} clients, {name_of(house.size)}"
    yield Result("5", what, "/s", values, bare, Goal(0.30, least=True), "≥ 0.30 × bare")


def flat(small: House, large: House, rounds: int) -> Iterator[Result]:
    """3: one report takes as long with a hundred times the tickets."""
    works = [reporter(house.browser("desk"), house.size) for house in (large, small)]
    measures = [lambda work=work: median(seconds(work, 15)) * 1000 for work in works]
    ours, floors = interleaved(rounds, *measures)
    what = f"create, {name_of(large.size)} against {name_of(small.size)}"
    yield Result("3", what, "ms", ours, floors, Goal(1.15), "≤ 1.15 × small")


def reporter(browser: Browser, size: int) -> Callable[[], object]:
    """Posts the form of a new fault for some machine, with a fresh key each time."""
    machines = max(100, size // 4)

    def post() -> object:
        serial = f"JD{random.randint(1, machines):08d}"  # noqa: S311 - which machine fails is no secret
        form = {"serial": serial, "fault": "压力上不来，表针摆动", "source": "phone", "csrfmiddlewaretoken": TOKEN,
                "_key": f"bench-{id(browser)}-{next(_keys)}"}  # fmt: skip
        return browser.post("/tickets/new/", form)

    return post


def inserter(browser: Browser) -> Callable[[], object]:
    return lambda: browser.post("/create/", {"serial": "JD00000001"})
