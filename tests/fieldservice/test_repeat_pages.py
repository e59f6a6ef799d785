"""A repeat on the ticket's page: the earlier services of the year, and the head's judgement beside the cards."""

from datetime import date, timedelta

import pytest
from django.test import Client

from core import clock
from core.idempotency import fresh_key
from customers.models import MachineService
from fieldservice import services
from fieldservice.models import CreditLoss
from tests.factories import World, machine, moment, signed_card, working

FIRST = moment("2025-06-10 08:00:00")
SECOND = moment("2025-09-10 08:00:00")


@pytest.fixture(autouse=True)
def after_the_second():
    with clock.travel(SECOND + timedelta(days=2)):
        yield


@pytest.fixture
def repeat(world: World):
    """Wang Qiang repaired P1 in June, Zhang Wei again in September."""
    signed_card(world, at=FIRST, engineer=world.e2)
    card = signed_card(world, at=SECOND)
    return services.receive_card(card=card, actor=world.clerk, now=SECOND + timedelta(days=1))


def as_person(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def panel(person, number: str) -> str:
    answer = as_person(person).get(f"/tickets/{number}/repeats/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_ticket_loads_the_panel_only_where_it_is_a_repeat(world: World, repeat) -> None:
    first = MachineService.objects.order_by("completed_at").first().ticket_number
    pages = {number: as_person(world.head).get(f"/tickets/{number}/").content.decode()
             for number in (first, repeat.ticket.number)}  # fmt: skip

    assert [f"/tickets/{number}/repeats/" in text for number, text in pages.items()] == [False, True]


def test_the_panel_tells_who_did_what_and_until_when_it_counts(world: World, repeat) -> None:
    text = panel(world.liaison, repeat.ticket.number)

    assert all(told in text for told in ("2025-06-10", "王强", "2026-06-10 及以前", "维修保证至 2025-12-10", "对用户免费"))
    assert "判定重复维修原因" not in text


def test_a_guarantee_that_has_run_out_is_not_told_as_free(world: World) -> None:
    machine("P9", world.customers["c1"], "eighteen", date(2025, 5, 1))
    signed_card(world, at=FIRST, serial="P9")
    late = signed_card(world, at=moment("2025-12-11 08:00:00"), serial="P9")

    assert "对用户免费" not in panel(world.head, late.ticket.number)


def test_the_head_judges_beside_both_cards(world: World, repeat) -> None:
    number = repeat.ticket.number
    assert f'href="/tickets/{number}/judge-cause/"' in panel(world.head, number)
    client = as_person(world.head)
    form = client.get(f"/tickets/{number}/judge-cause/").content.decode()
    assert form.count("密封件老化") >= 2

    answer = client.post(f"/tickets/{number}/judge-cause/", {"_key": fresh_key(), "cause": "technician_skill"})

    assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{number}/")
    assert [loss.card.engineer for loss in CreditLoss.objects.all()] == [world.e2]
    assert "判定原因：服务人员技术水平" in panel(world.liaison, number)
    assert "judge-cause" not in panel(world.head, number)


def test_an_unsigned_card_is_not_judged_yet(world: World) -> None:
    signed_card(world, at=FIRST)
    ticket = working(world, at=SECOND)

    assert "服务卡签字后判定原因" in panel(world.head, ticket.number)
    answer = as_person(world.head).post(
        f"/tickets/{ticket.number}/judge-cause/", {"_key": fresh_key(), "cause": "other", "reason": ""}
    )
    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["liaison", "supervisor", "e1"])
def test_only_the_head_opens_the_judgement(world: World, repeat, who: str) -> None:
    answer = as_person(world.people[who]).get(f"/tickets/{repeat.ticket.number}/judge-cause/")
    assert answer.status_code == 403


@pytest.mark.parametrize("before", [1, 3])
def test_the_panel_takes_as_many_statements_for_one_as_for_three(
    world: World, before: int, django_assert_num_queries
) -> None:
    for months in range(before):
        signed_card(world, at=FIRST + timedelta(days=20 * months))
    ticket = signed_card(world, at=SECOND).ticket
    client = as_person(world.head)
    client.get(f"/tickets/{ticket.number}/repeats/")

    with django_assert_num_queries(9):
        client.get(f"/tickets/{ticket.number}/repeats/")
