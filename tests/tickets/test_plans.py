"""Every order and narrowing that the console offers is read through an index (PostgreSQL's own plans)."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines.selectors import due, to_warn
from tests import factories
from tests.factories import NOTICE, World
from tickets import selectors
from tickets.queues import QUEUES
from tickets.selectors.filters import Filters
from tickets.views.listing import SORTS

pytestmark = pytest.mark.postgres
LARGE = {
    "tickets_ticket", "deadlines_deadline", "core_journalentry", "core_journalhead", "judgement_fact",
    "judgement_proposal", "notifications_notice", "tickets_hold", "tickets_assignment", "customers_customer",
}  # fmt: skip
FILTERS = (
    {}, {"zone": "in_province"}, {"province": "重庆市"}, {"engineer": "1"}, {"engineer": "none"}, {"service_class": "A"},
    {"urgent": "1"}, {"late": "1"}, {"cover": "free"},
)  # fmt: skip


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


@pytest.fixture
def planned(world: World) -> Callable[..., list[dict[str, Any]]]:
    """`planned(work)`: the nodes of all plans of its statements, made as if tables were too large to read."""
    factories.dispatched(world)

    def of(work: Any) -> list[dict[str, Any]]:
        with CaptureQueriesContext(connection) as asked:
            work()
        found = []
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            for query in asked.captured_queries:
                if query["sql"].startswith("SELECT"):
                    cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
                    told = cursor.fetchone()[0]
                    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
                    found += list(nodes(plan))
        return found

    return of


def walked(found: list[dict[str, Any]]) -> set[str]:
    return {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"} & LARGE


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", [queue.code for queue in QUEUES])
def test_queue_in_every_order(planned: Any, world: World, name: str, sort: str) -> None:
    assert walked(planned(lambda: selectors.queue(world.liaison, now=NOTICE, name=name, sort=sort))) == set()


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("narrowed", FILTERS, ids=str)
def test_queue_narrowed(planned: Any, world: World, narrowed: dict[str, str], sort: str) -> None:
    filters = Filters.read(narrowed)

    found = planned(lambda: selectors.queue(world.liaison, now=NOTICE, sort=sort, filters=filters))

    assert walked(found) == set()


@pytest.mark.parametrize("sort", ["due", "number"])
def test_open_queue_is_not_sorted_but_read_in_order(planned: Any, world: World, sort: str) -> None:
    found = planned(lambda: selectors.queue(world.liaison, now=NOTICE, sort=sort))

    assert [node for node in found if node["Node Type"] == "Sort" and "tickets" in str(node.get("Sort Key"))] == []


@pytest.mark.parametrize("text", ["P1", "13800000000", "T2603", "江北", "压力上不来"])
def test_search(planned: Any, world: World, text: str) -> None:
    found = planned(lambda: selectors.queue(world.liaison, now=NOTICE, name="all", q=text, sort="newest"))

    assert walked(found) == set()


def test_page_and_frame_and_jobs(planned: Any, world: World) -> None:
    ticket = factories.dispatched(world)

    def work() -> None:
        selectors.ticket_page(ticket.number, world.liaison, now=NOTICE)
        selectors.frame(world.liaison, now=NOTICE)
        selectors.my_jobs(world.e1, now=NOTICE)

    assert walked(planned(work)) == set()


def test_sweep_looks_through_its_index(planned: Any, world: World) -> None:
    assert walked(planned(lambda: (list(due(NOTICE)[:500]), list(to_warn(NOTICE)[:500])))) == set()
