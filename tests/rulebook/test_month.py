"""What the clauses did in a month, beside what they say."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from aftersales.regulation.selectors import Month, activity
from core import clock
from deadlines import services as deadlines
from rulebook import services as books
from tests import factories
from tests.factories import World

MOST_STATEMENTS = 20


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


@pytest.fixture
def late(world: World, at: Callable[[str], datetime]) -> World:
    """One engineer was due on 2 March and never came; one fault of the same month is still in time."""
    factories.dispatched(world, at=at("2026-03-01 08:00:00"))
    factories.dispatched(world, at=at("2026-03-20 08:00:00"))
    deadlines.sweep(now=at("2026-03-20 09:00:00"))
    return world


def page(client: Client, person: Person, now: datetime, **query: str) -> str:
    client.force_login(person)
    with clock.travel(now):
        return client.get(reverse("rulebook:clauses"), query).content.decode()


def clause(page: str, number: str) -> str:
    return page.split(f'id="c{number}"', 1)[1].split("</article>", 1)[0]


def test_a_month_counts_what_began_in_it_and_what_was_missed(late: World, at: Callable[[str], datetime]) -> None:
    done = activity(Month.of("2026-03"), reader=late.gm, now=at("2026-03-20 10:00:00"))

    assert {name: done.clocks["arrival"][name] for name in ("started", "missed", "running")} == {
        "started": 2, "missed": 1, "running": 1,
    }  # fmt: skip
    assert done.proposals["late_arrival"] == {"proposed": 1}


def test_another_month_is_another_count(late: World, at: Callable[[str], datetime]) -> None:
    done = activity(Month.of("2026-02"), reader=late.gm, now=at("2026-03-20 10:00:00"))

    assert (done.clocks, done.proposals) == ({}, {})


def test_the_clause_shows_its_figures_with_the_way_to_the_list(
    client: Client, late: World, at: Callable[[str], datetime]
) -> None:
    told = clause(page(client, late.gm, at("2026-03-20 10:00:00")), "6.2")

    for word in ("起算", "超时", "拟出", "待裁决"):
        assert word in told
    assert "kind=arrival&amp;month=2026-03" in told


def test_who_may_not_know_of_penalties_reads_the_words_only(
    client: Client, late: World, at: Callable[[str], datetime]
) -> None:
    told = page(client, late.e1, at("2026-03-20 10:00:00"))

    assert "未按时到场" in told
    assert "拟出" not in told
    assert "done-counts" not in told


def test_a_search_leaves_the_clauses_that_say_it(client: Client, late: World, at: Callable[[str], datetime]) -> None:
    told = page(client, late.gm, at("2026-03-20 10:00:00"), q="媒体曝光")

    assert 'id="c9.12"' in told
    assert 'id="c8.3"' not in told
    assert "没有找到" in page(client, late.gm, at("2026-03-20 10:00:00"), q="没有这个词")


@pytest.mark.parametrize("month", ["2026-13", "x", "2031-01", ""])
def test_a_month_that_is_none_or_to_come_is_the_current_one(
    client: Client, late: World, at: Callable[[str], datetime], month: str
) -> None:
    assert '<strong class="num">2026-03</strong>' in page(client, late.gm, at("2026-03-20 10:00:00"), month=month)


def test_a_later_version_tells_what_it_changed(client: Client, late: World, at: Callable[[str], datetime]) -> None:
    books.publish_rulebook(
        effective_from=date(2026, 3, 15), changes={"old_part_return": "20d"}, actor=late.gm,
        now=at("2026-03-10 08:00:00"),
    )  # fmt: skip
    client.force_login(late.gm)

    with clock.travel(at("2026-03-20 10:00:00")):
        told = client.get(reverse("rulebook:changes", args=[2])).content.decode()

    assert "30天" in told
    assert "20天" in told


def test_the_page_asks_a_fixed_number_of_statements(client: Client, late: World, at: Callable[[str], datetime]) -> None:
    client.force_login(late.gm)
    with clock.travel(at("2026-03-20 10:00:00")), CaptureQueriesContext(connection) as asked:
        client.get(reverse("rulebook:clauses"))
    counted: list[Any] = [one for one in asked if "COUNT" in one["sql"] or "SUM" in one["sql"]]

    assert len(asked) <= MOST_STATEMENTS
    assert len(counted) >= 5
