"""Lines 1 to 4 and 6: pages that are read, beside a page of a bare Django."""

from collections.abc import Callable, Iterator, Mapping
from statistics import median, quantiles
from urllib.parse import quote

from bench.client import Browser, seconds
from bench.house import House
from bench.options import name_of
from bench.rounds import Goal, Result, interleaved

QUEUE = "/tickets/"
# Every filter and sort that the queue page offers: what targets.md calls the dispatcher's page.
QUEUES = ("overdue", "reported", "dispatched", "working", "completed", "follow_up", "office", "open", "mine")
NARROWED = (
    "zone=in_province", "zone=out_province", "urgent=1", "late=1", "cover=free", "cover=paid", "engineer=none",
    "urgent=1&cover=free",
)  # fmt: skip
SORTS = ("newest", "number")
TIMES = 12
# Where the rest of the time is: read from one process without a server, 10k tickets, medians.
OWN_QUEUE = (
    "of 11.0 ms beside the floor's 4.0 in one process, 6.9 are the processor's (floor: 3.5) and 4.1 the database's"
    " (floor: 0.5). The page asks 5 statements: the rows with hold and limit 1.5 ms, the frame with ten counts, unread"
    " notices and the book in force 1.8, roles and delegations 0.4; 1.6 of these are planning, anew for every request,"
    " because statements are not kept in the server between requests (poolers, and plans that fit every reader badly)."
    " It tells 50 rows of seven columns where the floor tells 25 of six."
)
DISPATCHER = "(the bare floor has no session, person, rights, counts and frame, which are the same on every page)"


def page(browser: Browser, path: str, times: int = TIMES) -> Callable[[], float]:
    """Measures the median of some requests, in milliseconds."""
    return lambda: median(seconds(lambda: browser.get(path), times)) * 1000


def own_queue(house: House, rounds: int) -> Iterator[Result]:
    """1: the queue page with everything it shows, beside a full Django page."""
    full = page(house.full_browser(), "/full/")
    ours, floors = interleaved(rounds, page(house.browser("desk"), f"{QUEUE}?queue=mine"), full)
    yield Result("1", f"queue page, own, {name_of(house.size)}", "ms", ours, floors, Goal(1.8), "≤ 1.8 × full",
                 OWN_QUEUE)  # fmt: skip


def dispatcher(house: House, rounds: int) -> Iterator[Result]:
    """2: all that is open, each filter and sort; the slowest is told."""
    paths = [f"{QUEUE}?queue={name}" for name in QUEUES]
    paths += [f"{QUEUE}?queue=open&{filters}" for filters in NARROWED]
    paths += [f"{QUEUE}?queue=open&sort={sort}" for sort in SORTS]
    browser = house.browser("desk")
    bare = page(house.bare_browser(), "/bare/")
    found = interleaved(rounds, bare, *(page(browser, path, 4) for path in paths))
    slowest = max(range(len(paths)), key=lambda index: median(found[index + 1]))
    middle = sorted(range(len(paths)), key=lambda index: median(found[index + 1]))[len(paths) // 2]
    for what, index in (("slowest of", slowest), ("typical of", middle)):
        yield Result("2", f"dispatcher's page, {what} {len(paths)} filters and sorts, {name_of(house.size)}", "ms",
                     found[index + 1], found[0], Goal(83.75 / 35), "≤ 2.39 × bare (35 × dh)",
                     f"{paths[index]} {DISPATCHER}")  # fmt: skip


def flat(small: House, large: House, rounds: int) -> Iterator[Result]:
    """3: the same page of a hundred times the data."""
    span = f"{name_of(large.size)} against {name_of(small.size)}"
    asked: Mapping[str, tuple[str, Callable[[House], str]]] = {
        "queue": ("desk", lambda house: QUEUE),
        "ticket": ("desk", lambda house: f"/tickets/{house.told['ticket']}/"),
        "technician's list": ("engineer", lambda house: "/m/"),
    }
    for what, (part, path) in asked.items():
        measures = [page(house.browser(part), path(house)) for house in (large, small)]
        ours, floors = interleaved(rounds, *measures)
        yield Result("3", f"{what}, {span}", "ms", ours, floors, Goal(1.15), "≤ 1.15 × small")


def ticket(house: House, rounds: int) -> Iterator[Result]:
    """4: a ticket that tells fifty rows."""
    bare = page(house.bare_browser(), f"/ticket/{house.told['ticket_id']}/")
    ours, floors = interleaved(rounds, page(house.browser("desk"), f"/tickets/{house.told['ticket']}/"), bare)
    what = f"ticket page, 50 journal rows, {name_of(house.size)}"
    yield Result("4", what, "ms", ours, floors, Goal(10 / 1.2), "≤ 10 ms where bare is 1.2: ≤ 8.3 × bare")


def search(house: House, rounds: int) -> Iterator[Result]:
    """6: what was typed in the search box, the 95th percentile over all requests of a round."""
    words: Mapping[str, str] = house.told["words"]
    floor = page(house.bare_browser(), f"/search/?q={quote(words['number'][:8])}")
    browser = house.browser("desk")
    for kind in ("serial", "phone", "name", "words"):
        path = f"/search/?q={quote(words[kind])}"
        ours, floors = interleaved(rounds, _p95(browser, path), floor)
        told = "p95 ≤ 30 ms where the floor is 3.1: ≤ 9.7 ×"
        yield Result("6", f"search by {kind}, p95, {name_of(house.size)}", "ms", ours, floors, Goal(30 / 3.1), told, path)


def _p95(browser: Browser, path: str) -> Callable[[], float]:
    return lambda: quantiles(seconds(lambda: browser.get(path), 20), n=20)[-1] * 1000
