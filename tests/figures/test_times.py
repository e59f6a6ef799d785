"""How long each step took, how many wait in it, and which is the slowest."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from figures.period import Period
from figures.selectors.behind import Asked, documents
from figures.selectors.times import StepTime, step_times
from figures.steps import STEPS
from tests.factories import World
from tests.figures import papers
from tests.figures.conftest import LOOK
from tests.figures.papers import HOUR, MARCH

SPRING = Period.read({"from": "2026-03", "to": "2026-04"}, now=LOOK)


def whole_way(world: World, *, begins: Any = MARCH, slower: int = 1) -> Any:
    """Report, request after 1 h + 1 h, judged 2 h, signed 3 h, issued 1 h, then 4, 5, 6, 7, 8 and 30 h on the slip."""

    def after(hours: float) -> Any:
        return begins + timedelta(hours=hours * slower)

    told = papers.report(world, sent=begins, checked=after(1))
    asked = papers.request(world, report=told, asked=after(2))
    papers.sign_off(asked, world, asked=after(2), judged=after(4), signed=after(7))
    seal = papers.part("seal", "密封圈")
    return papers.claim(
        world, [(seal, 1, "45.00")], request=asked, issued=after(8), signed=after(12), state="received",
        drawn_at=after(17), handed_over_at=after(23), mode="courier", shipped_at=after(30), informed_at=after(38),
        received_at=after(68),
    )  # fmt: skip


def medians(found: list[StepTime]) -> dict[str, str | None]:
    return {one.step.code: None if one.median is None else str(one.median) for one in found}


def test_every_step_is_told_in_hours(world: World) -> None:
    whole_way(world)

    found = list(step_times(SPRING))

    assert medians(found) == {
        "check": "1", "request": "1", "judge": "2", "sign": "3", "issue": "1", "department": "4", "draw": "5",
        "hand_over": "6", "ship": "7", "inform": "8", "receive": "30",
    }  # fmt: skip
    assert [one.step.code for one in found if one.slowest] == ["receive"]
    assert {one.papers for one in found} == {1}


def test_median_and_ninety_per_cent_of_several(world: World) -> None:
    for slower in range(1, 11):
        whole_way(world, slower=slower)

    step = next(one for one in step_times(SPRING) if one.step.code == "department")

    assert (step.papers, step.median, step.most) == (10, Decimal(20), Decimal(36))


def test_parts_of_an_hour_are_told_to_a_tenth(world: World) -> None:
    papers.report(world, sent=MARCH, checked=MARCH + timedelta(minutes=44))

    assert step_times(SPRING)[0].median == Decimal("0.7")


def test_slip_that_follows_a_second_approval_is_counted_from_that(world: World) -> None:
    asked = papers.request(world, asked=MARCH)
    papers.sign_off(asked, world, asked=MARCH, judged=MARCH + HOUR, signed=MARCH + 2 * HOUR, state="void")
    papers.sign_off(asked, world, asked=MARCH + 3 * HOUR, judged=MARCH + 4 * HOUR, signed=MARCH + 20 * HOUR)
    seal = papers.part("seal", "密封圈")
    papers.claim(world, [(seal, 1, "45.00")], request=asked, issued=MARCH + 22 * HOUR)

    assert medians(list(step_times(SPRING)))["issue"] == "2"


def test_papers_of_other_months_do_not_count(world: World) -> None:
    whole_way(world)

    may = Period.read({"from": "2026-05", "to": "2026-05"}, now=LOOK)

    assert {one.papers for one in step_times(may)} == {0}
    assert not any(one.slowest for one in step_times(may))


@pytest.fixture
def stuck(world: World) -> World:
    """One paper waits in every step, since two hours before the look; the years asked for do not matter."""
    two, seal = LOOK - 2 * HOUR, papers.part("seal", "密封圈")
    papers.report(world, sent=two)
    told = papers.report(world, serial="P2", sent=two, checked=two)
    type(told.ticket).objects.filter(pk=told.ticket_id).update(engineer=world.e1)
    advance(told.ticket, "diagnosed")
    for state, times in (
        ("checked", {}), ("assigned", {"judged": two}), ("approved", {"judged": two, "signed": two}),
    ):  # fmt: skip
        papers.sign_off(papers.request(world, asked=two, state=state), world, asked=two, **times)
    marks = {"signed": "signed_at", "drawn": "drawn_at", "handed_over": "handed_over_at", "shipped": "shipped_at",
             "informed": "informed_at"}  # fmt: skip
    papers.claim(world, [(seal, 1, "45.00")], issued=two)
    for state, field in marks.items():
        given = {"state": state, "mode": "courier", field: two} | ({"signed_by": world.loss_rep})
        papers.claim(world, [(seal, 1, "45.00")], issued=two, **given)
    return world


def advance(ticket: Any, state: str) -> None:
    """Past the machine: the tests of figures need only where a ticket stands."""
    type(ticket).objects.filter(pk=ticket.pk).update(**{"state": state})


def test_each_step_tells_how_many_wait_and_since_when(stuck: World) -> None:
    found = step_times(Period.read({"from": "2024-01", "to": "2024-01"}, now=LOOK))

    assert {one.step.code: (one.waiting, one.since) for one in found} == {
        step.code: (1, LOOK - 2 * HOUR) for step in STEPS
    }


def test_what_waits_can_be_opened(stuck: World) -> None:
    for step in STEPS:
        found = documents(Asked({"of": "waiting", "step": step.code}, SPRING, LOOK), person=stuck.head)
        assert (found.count, found.rows[0].at) == (1, LOOK - 2 * HOUR), step.code


def test_received_slip_waits_for_nothing(world: World) -> None:
    whole_way(world)

    assert {one.waiting for one in step_times(SPRING)} == {0}
