"""The console: one ticket beside the list, and what the page asks every few seconds."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from core import clock, journal
from core.journal import SYSTEM
from tests import factories
from tests.factories import NOTICE, World
from tests.pages.conftest import LOOK, SignedIn
from tests.support.company import engineer
from tickets.models import Assignment, Ticket
from tickets.selectors import stamps

HTMX = {"HX-Request": "true"}
Key = Callable[[], str]
Count = Callable[[int], object]


def stamp_of(client: Client, **given: str) -> str:
    page = client.get("/tickets/live/", given, headers=HTMX).content.decode()
    found = re.search(r'data-stamp="([^"]+)"', page)
    assert found
    return found[1]


def ask(client: Client, stamp: str, **given: str):
    return client.get("/tickets/live/", {"stamp": stamp, **given}, headers=HTMX)


def test_unchanged_poll_costs_one_statement_beside_session_and_user(
    world: World, desk: Client, django_assert_num_queries: Count
) -> None:
    factories.dispatched(world)
    stamp = stamp_of(desk)

    with django_assert_num_queries(3):
        answer = ask(desk, stamp)

    assert (answer.status_code, answer.content) == (204, b"")


def test_change_comes_with_row_counts_and_a_new_stamp(world: World, desk: Client) -> None:
    ticket = factories.reported(world)
    stamp = stamp_of(desk)
    factories.tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=LOOK)

    page = ask(desk, stamp).content.decode()

    assert 'data-count="dispatched" value="1"' in page
    assert "张伟" in page
    assert stamp not in page


def test_row_that_left_the_list_comes_marked_as_gone(world: World, desk: Client) -> None:
    ticket = factories.dispatched(world)

    page = ask(desk, "", queue="reported", shown=ticket.number).content.decode()

    assert "is-gone" in page
    assert "已移出本列表" in page


def test_limit_that_has_passed_is_a_change(world: World, desk: Client) -> None:
    factories.reported(world)
    stamp = stamp_of(desk)

    with clock.travel(NOTICE + timedelta(hours=12, seconds=1)):
        answer = ask(desk, stamp)

    assert answer.status_code == 200
    assert 'data-count="overdue" value="1"' in answer.content.decode()


def test_row_that_is_committed_late_under_a_smaller_id_is_not_missed(world: World) -> None:
    ticket = factories.reported(world)
    stamp = stamps.fresh(now=LOOK)
    before = stamps.Stamp(stamp.floor, stamp.count - 1, stamp.due)

    assert stamps.holds(stamp, now=LOOK)
    assert not stamps.holds(before, now=LOOK), ticket.number


def test_other_matters_are_no_change_until_they_fill_the_window(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.reported(world)
    stamp = stamps.fresh(now=LOOK)
    journal.record(world.machines["P1"], "edit_machine", actor=SYSTEM, now=LOOK)
    assert stamps.holds(stamp, now=LOOK)

    monkeypatch.setattr(stamps, "WINDOW", 0)
    monkeypatch.setattr(stamps, "DRIFT", 1)
    assert not stamps.holds(stamp, now=LOOK)


def test_stamp_of_another_person_is_worth_nothing(desk: Client, signed_in: SignedIn) -> None:
    assert ask(signed_in("clerk"), stamp_of(desk)).status_code == 200
    assert ask(signed_in("e1"), stamp_of(desk)).status_code == 403


def test_minutes_that_run_down_are_no_change_of_a_row(world: World, desk: Client) -> None:
    factories.reported(world)
    first = desk.get("/tickets/").context["rows"][0].mark

    with clock.travel(LOOK + timedelta(hours=1)):
        assert desk.get("/tickets/").context["rows"][0].mark == first


def test_address_opens_the_drawer_with_the_sum_and_the_candidates(world: World, desk: Client) -> None:
    ticket = factories.reported(world)

    page = desk.get(f"/tickets/?queue=reported&ticket={ticket.number}").content.decode()

    for told in ("has-drawer", "规定时限（省内）", "派给张伟", "负责该区域", "报修登记"):
        assert told in page


def test_unknown_ticket_in_the_address_is_said_and_the_list_stays(world: World, desk: Client) -> None:
    factories.reported(world)

    page = desk.get("/tickets/?ticket=T9999-1").content.decode()

    assert "没有找到工单 T9999-1" in page
    assert "T2603-0001" in page


def test_one_click_in_the_drawer_dispatches_and_answers_with_the_drawer(
    world: World, desk: Client, key: Key
) -> None:
    ticket = factories.reported(world)
    given = {"_key": key(), "engineer": world.e1.pk, "in_drawer": "1"}

    answer = desk.post(f"/tickets/{ticket.number}/dispatch/", given, headers=HTMX)

    assert Assignment.objects.get().engineer == world.e1
    assert "已派给张伟，等待接单" in answer.content.decode()
    assert "console:acted" in answer["HX-Trigger"]


def test_act_called_from_the_console_leads_back_to_it(world: World, signed_in: SignedIn, key: Key) -> None:
    ticket = factories.reported(world)
    headers = {**HTMX, "HX-Current-URL": "http://testserver/tickets/?queue=reported"}

    answer = signed_in("supervisor").post(
        f"/tickets/{ticket.number}/cancel/", {"_key": key(), "reason": "用户自行修复"}, headers=headers
    )

    assert answer["HX-Redirect"] == f"/tickets/?queue=reported&ticket={ticket.number}"


def test_who_cannot_go_stands_in_the_drawer_with_the_reason(world: World, desk: Client) -> None:
    ticket = factories.reported(world)
    world.e2.absences.create(kind="leave", first_day=LOOK.date(), last_day=LOOK.date())

    page = desk.get(f"/tickets/{ticket.number}/drawer/").content.decode()

    assert "休假至 3月2日，不可派" in page
    assert "派给王强" not in page


@pytest.mark.parametrize(("username", "status"), [("auditor", 200), ("clerk", 200), ("e1", 403)])
def test_drawer_is_open_to_who_has_the_queue(world: World, signed_in: SignedIn, username: str, status: int) -> None:
    ticket = factories.reported(world, phone="13812345678")

    answer = signed_in(username).get(f"/tickets/{ticket.number}/drawer/")

    assert answer.status_code == status
    if status == 200:
        assert "data-dispatch" not in answer.content.decode()
        assert ("138****5678" in answer.content.decode()) is (username == "auditor")


def test_ticket_of_another_office_opens_no_drawer(world: World, signed_in: SignedIn) -> None:
    ticket: Ticket = factories.reported(world)

    assert signed_in("office_head").get(f"/tickets/{ticket.number}/drawer/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_statements_of_the_drawer_do_not_grow_with_the_engineers(
    world: World, desk: Client, people: int, django_assert_max_num_queries: Count
) -> None:
    for number in range(people):
        engineer(f"more{number}", f"新人{number}")
    ticket = factories.reported(world)

    with django_assert_max_num_queries(21):
        desk.get(f"/tickets/{ticket.number}/drawer/")
