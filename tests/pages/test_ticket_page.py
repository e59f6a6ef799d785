"""One ticket at the desk, and the acts behind its buttons."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.matrix import matrix
from core.models import IdempotencyKey
from tests import factories
from tests.factories import NOTICE, World
from tests.pages.conftest import LOOK, SignedIn
from tickets.models import Assignment, Ticket
from tickets.states import TicketState
from tickets.views.acts import ACTS

Key = Callable[[], str]
HTMX = {"HX-Request": "true"}


def url(ticket: Ticket, act: str = "") -> str:
    return f"/tickets/{ticket.number}/" + (f"{act.replace('_', '-')}/" if act else "")


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_what_happened(
    world: World, desk: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    ticket = factories.dispatched(world)
    people = [world.e2, world.e3]
    for step in range(rows - 1):
        later = NOTICE + timedelta(hours=step + 1)
        factories.tickets.dispatch(
            ticket=ticket, engineer=people[step], reason="other", actor=world.liaison, now=later
        )

    with django_assert_num_queries(14):
        desk.get(url(ticket))


def test_due_time_stands_with_its_sum_and_clause(world: World, desk: Client) -> None:
    page = desk.get(url(factories.reported(world))).content.decode()

    for told in ("条款 5, 6.2", "起算（用户通知）", "规定时限（省内）", "+ 12小时", "今日 20:00", "剩 8:00"):
        assert told in page


def test_journal_is_told_as_timeline(world: World, desk: Client) -> None:
    page = desk.get(url(factories.dispatched(world))).content.decode()

    for told in ("报修登记", "派工", "已报修 → 已派工", "派给 张伟", "今日 08:10 · 李娜"):
        assert told in page


def test_next_action_is_the_readers_own(world: World, signed_in: SignedIn) -> None:
    ticket = factories.reported(world, serial="P2")

    assert signed_in("liaison").get(url(ticket)).context["next"]["act"] == "dispatch"
    assert signed_in("supervisor").get(url(ticket)).context["next"] is None


def test_menu_offers_only_what_the_reader_may_do_now(world: World, signed_in: SignedIn) -> None:
    ticket = factories.on_site(world, serial="P2")

    def offered(username: str) -> list[str]:
        return [one["label"] for one in signed_in(username).get(url(ticket)).context["others"]]

    assert offered("liaison") == ["派工", "更正登记", "更正现场"]
    assert offered("auditor") == []


def test_auditor_sees_the_phone_masked(world: World, signed_in: SignedIn) -> None:
    ticket = factories.reported(world, phone="13812345678")

    page = signed_in("auditor").get(url(ticket)).content.decode()

    assert "138****5678" in page
    assert "13812345678" not in page
    assert "13812345678" in signed_in("liaison").get(url(ticket)).content.decode()


def test_dispatch_ranks_candidates_with_reasons(world: World, desk: Client) -> None:
    page = desk.get(url(factories.reported(world), "dispatch")).content.decode()

    assert page.index("张伟") < page.index("赵磊")
    assert "不负责该区域" in page


def test_dispatch_from_the_dialog_goes_back_to_the_ticket(world: World, desk: Client, key: Key) -> None:
    ticket = factories.reported(world)

    answer = desk.post(url(ticket, "dispatch"), {"_key": key(), "engineer": world.e1.pk}, headers=HTMX)

    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, url(ticket))
    assert (ticket.state, ticket.engineer) == (TicketState.DISPATCHED, world.e1)


def test_dispatch_twice_under_one_key_sends_one_engineer_once(world: World, desk: Client, key: Key) -> None:
    ticket, given = factories.reported(world), {"_key": key(), "engineer": world.e1.pk}

    answers = [desk.post(url(ticket, "dispatch"), given) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Assignment.objects.count() == 1


def test_two_dispatchers_at_once_the_second_is_told(world: World, desk: Client, key: Key) -> None:
    ticket = factories.reported(world)
    desk.post(url(ticket, "dispatch"), {"_key": key(), "engineer": world.e1.pk})

    answer = desk.post(url(ticket, "dispatch"), {"_key": key(), "engineer": world.e1.pk})

    assert answer.status_code == 409
    assert "该工单已派给张伟" in answer.content.decode()
    assert Assignment.objects.count() == 1


def test_engineer_on_leave_is_refused_with_the_reason(world: World, desk: Client, key: Key) -> None:
    ticket = factories.reported(world)
    world.e1.absences.create(kind="leave", first_day=LOOK.date(), last_day=LOOK.date())

    answer = desk.post(url(ticket, "dispatch"), {"_key": key(), "engineer": world.e1.pk})

    assert answer.status_code == 422
    assert "休假至 3月2日" in answer.content.decode()


def test_refusal_in_the_dialog_keeps_the_dialog_and_what_was_typed(world: World, signed_in: SignedIn, key: Key) -> None:
    ticket = factories.working(world)

    answer = signed_in("supervisor").post(
        url(ticket, "cancel"), {"_key": key(), "reason": "用户已自行修复"}, headers=HTMX
    )

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#dialog-body")
    assert "用户已自行修复" in answer.content.decode()
    assert IdempotencyKey.objects.count() == 0


def test_reason_is_asked_for(world: World, signed_in: SignedIn, key: Key) -> None:
    answer = signed_in("supervisor").post(url(factories.reported(world), "cancel"), {"_key": key(), "reason": ""})

    assert answer.status_code == 422
    assert "请填写取消原因" in answer.content.decode()


def test_expired_session_in_the_dialog_leads_to_sign_in_and_back(world: World, client: Client) -> None:
    ticket = factories.reported(world)
    came_from = f"http://testserver{url(ticket)}"

    answer = client.get(url(ticket, "dispatch"), headers={**HTMX, "HX-Current-URL": came_from})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"/login/?next={url(ticket)}"


def test_unsolved_call_starts_the_next_cycle(world: World, desk: Client, key: Key) -> None:
    ticket = factories.to_call(world, at=NOTICE - timedelta(days=2))

    desk.post(url(ticket, "follow_up"), {"_key": key(), "outcome": "unsolved", "authentic": "genuine"})

    assert Ticket.objects.get(pk=ticket.pk).cycle == 2


def test_correction_sends_only_what_was_changed(world: World, desk: Client, key: Key) -> None:
    ticket = factories.reported(world, notified_at=NOTICE - timedelta(seconds=17))
    form = desk.get(url(ticket, "correct")).context["form"]
    shown = {"notified_at": form["notified_at"].value().strftime("%Y-%m-%dT%H:%M"), "serial": "P1"}

    desk.post(url(ticket, "correct"), {"_key": key(), "reason": "用户急需", "urgent": "on", **shown})

    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.urgent, ticket.notified_at) == (True, NOTICE - timedelta(seconds=17))


@pytest.mark.parametrize("act", sorted(ACTS))
def test_page_of_an_act_is_open_to_exactly_who_may_do_it(act: str) -> None:
    assert matrix().pages[f"tickets:{act}"] == matrix().acts[act].roles


@pytest.mark.parametrize("act", ["", *sorted(ACTS)])
def test_ticket_of_another_office_does_not_exist(world: World, signed_in: SignedIn, act: str) -> None:
    answer = signed_in("office_head").get(url(factories.reported(world), act))

    assert answer.status_code == (404 if act in ("", "office_done") else 403)


def test_office_head_sees_the_phone_of_what_his_office_serves(world: World, signed_in: SignedIn) -> None:
    at = LOOK + timedelta(days=240)
    ticket = factories.reported(world, at=at, phone="13812345678")
    factories.tickets.hand_to_office(ticket=ticket, office=world.offices["guiyang"], actor=world.liaison, now=at)

    assert "13812345678" in signed_in("office_head").get(url(ticket)).content.decode()
