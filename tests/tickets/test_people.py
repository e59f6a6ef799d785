"""Candidates for a ticket, and an engineer's jobs."""

from datetime import date, timedelta

import pytest

from accounts.models import Absence
from core import clock
from tests.factories import NOTICE, World, dispatched, reported, signed_card, to_call
from tickets import services
from tickets.selectors import candidates, my_jobs

HOUR = timedelta(hours=1)


def test_region_past_work_and_load_rank_the_candidates(world: World) -> None:
    signed_card(world, engineer=world.e2)
    ranked = candidates(reported(world), now=NOTICE + HOUR)

    assert [(one.person.username, one.in_region, one.knows_machine) for one in ranked] == [
        ("e2", True, True), ("e1", True, False), ("e3", False, False),
    ]  # fmt: skip
    with clock.travel(NOTICE + HOUR):
        told = ranked[0].reasons
    assert told == [
        "负责该区域", "在办 0 单", "修过这台设备 1 次", "最近打卡 今日 11:00 重庆江北机械厂",
    ]  # fmt: skip


def test_fewer_open_jobs_come_first(world: World) -> None:
    dispatched(world)
    ranked = candidates(reported(world), now=NOTICE + HOUR)

    assert [(one.person.username, one.open_jobs) for one in ranked] == [("e2", 0), ("e1", 1), ("e3", 0)]


def test_who_cannot_go_stands_last_with_the_reason(world: World) -> None:
    Absence.objects.create(person=world.e2, kind="leave", first_day=date(2026, 3, 1), last_day=date(2026, 3, 3))
    last = candidates(reported(world), now=NOTICE + HOUR)[-1]

    assert (last.person, last.reasons) == (world.e2, ["休假至 3月3日"])


def test_who_has_the_job_is_no_candidate(world: World) -> None:
    ranked = candidates(dispatched(world), now=NOTICE + HOUR)

    assert world.e1 not in [one.person for one in ranked]


def test_candidates_cost_five_statements(world: World, django_assert_num_queries) -> None:
    ticket = reported(world)

    with django_assert_num_queries(5):
        assert len(candidates(ticket, now=NOTICE + HOUR)) == 3


def test_jobs_come_by_the_most_pressing_limit(world: World) -> None:
    far = dispatched(world, serial="P2")
    near = dispatched(world, serial="P1")
    abroad = dispatched(world, serial="P3")
    dispatched(world, engineer=world.e2)
    to_call(world)

    jobs = my_jobs(world.e1, now=NOTICE + HOUR)
    assert [job.ticket for job in jobs] == [near, far, abroad]
    assert [job.deadline and job.deadline.due_at for job in jobs] == [
        NOTICE + 12 * HOUR, NOTICE + 48 * HOUR, None,
    ]  # fmt: skip


def test_job_tells_acceptance_and_appointment(world: World) -> None:
    ticket = dispatched(world)
    services.accept(ticket=ticket, actor=world.e1, now=NOTICE + HOUR)
    services.appoint(
        ticket=ticket, visit_at=NOTICE + 9 * HOUR, work="检查", place="车间", actor=world.e1, now=NOTICE + HOUR
    )

    job = my_jobs(world.e1, now=NOTICE + HOUR)[0]
    assert (job.accepted, job.appointment.visit_at, job.colour) == (True, NOTICE + 9 * HOUR, "blue")


@pytest.mark.parametrize("count", [1, 3])
def test_jobs_cost_four_statements(world: World, count: int, django_assert_num_queries) -> None:
    for _number in range(count):
        dispatched(world)

    with django_assert_num_queries(4):
        assert len([job.ticket.machine.model.code for job in my_jobs(world.e1, now=NOTICE)]) == count
