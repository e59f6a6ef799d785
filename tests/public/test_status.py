"""What a customer sees by his link or by number and telephone, and his stars."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from core import clock
from core.errors import NotAllowed, OutOfRange, TooLate, WrongState
from core.journal import CUSTOMER, SYSTEM
from notifications.models import Notice
from tests import factories
from tests.factories import NOTICE, World
from tests.public.conftest import LOOK, signed_in
from tickets import services as tickets
from tickets.models import Ticket
from tickets.public import selectors, services
from tickets.public.models import Rating
from tickets.services.status_links import token_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def link_to(world: World, ticket: Ticket) -> str:
    return f"/s/{token_of(tickets.send_status_link(ticket=ticket, actor=world.liaison, now=LOOK))}/"


def closed(world: World, **given: Any) -> Ticket:
    """A ticket closed by the follow-up call at LOOK."""
    ticket = factories.to_call(world, at=LOOK - 2 * DAY, **given)
    return tickets.follow_up(ticket=ticket, outcome="solved", authentic="genuine", actor=world.liaison, now=LOOK)


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_it_tells_who_comes_until_when_and_nothing_personal(world: World, stranger: Client) -> None:
    world.e1.phone = "13800001111"
    world.e1.save()
    ticket = factories.dispatched(world, phone="13912345678", contact="刘师傅", address="江北区建新东路 8 号")

    page = text(stranger, link_to(world, ticket))

    assert "张伟" in page
    assert "今日 20:00" in page
    hidden = ["13912345678", "刘师傅", "建新东路", "重庆江北机械厂", "13800001111", "李娜"]
    assert [told for told in hidden if told in page] == []


def test_the_engineers_telephone_only_where_the_company_allows_it(world: World, stranger: Client) -> None:
    world.e1.phone = "13800001111"
    world.e1.save()
    url = link_to(world, factories.dispatched(world))
    services.set_public_pages(phone="4008001234", engineer_phone=True, actor=world.head, now=LOOK)

    page = text(stranger, url)

    assert "tel:13800001111" in page
    assert "tel:4008001234" in page


def test_late_is_said_with_an_apology(world: World, stranger: Client) -> None:
    url = link_to(world, factories.dispatched(world, at=NOTICE - DAY))

    assert "服务人员尚未到达" in text(stranger, url)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (factories.reported, "已收到您的报修"), (factories.dispatched, "服务人员已安排"),
        (factories.on_site, "服务人员已到现场"), (factories.working, "正在维修"), (factories.to_call, "服务已完成"),
    ],
)  # fmt: skip
def test_each_state_has_its_sentence(
    world: World, stranger: Client, make: Callable[..., Ticket], told: str
) -> None:
    at = LOOK - 2 * DAY if make is factories.to_call else NOTICE

    assert told in text(stranger, link_to(world, make(world, at=at)))


def test_an_appointment_is_shown_until_somebody_is_there(world: World, stranger: Client) -> None:
    ticket = factories.dispatched(world)
    tickets.accept(ticket=ticket, actor=world.e1, now=NOTICE)
    tickets.appoint(
        ticket=ticket, visit_at=NOTICE + timedelta(hours=7), work="检查", place="一车间", actor=world.e1, now=NOTICE
    )

    assert "今日 15:00" in text(stranger, link_to(world, ticket))


def test_an_open_page_asks_cheaply_whether_anything_happened(
    world: World, stranger: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    ticket = factories.dispatched(world)
    url = link_to(world, ticket)
    stamp = selectors.stamp_of(ticket)

    with django_assert_num_queries(2):
        assert stranger.get(f"{url}?since={stamp}").status_code == 204
    tickets.arrive(ticket=ticket, actor=world.e1, now=LOOK)
    assert stranger.get(f"{url}?since={stamp}").status_code == 200


def test_the_page_costs_few_statements(
    world: World, stranger: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    url = link_to(world, factories.working(world))

    with django_assert_num_queries(7):
        stranger.get(url)


def test_wrong_withdrawn_and_old_links_are_answered_alike(world: World, stranger: Client) -> None:
    old, gone = link_to(world, closed(world)), link_to(world, ticket := factories.reported(world, serial="P2"))
    tickets.revoke_status_link(ticket=ticket, actor=world.liaison, now=LOOK)

    with clock.travel(LOOK + 91 * DAY):
        answers = [stranger.get(url) for url in (old, gone, "/s/AAAAAAAAAAAAAAAAAAAAAA/", "/s/x/", f"{old}sent/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.split(b"data-now=")[1].split(b">", 1)[1] for answer in answers}) == 1


def test_a_link_shows_its_ticket_ninety_days_after_closing(world: World, stranger: Client) -> None:
    url = link_to(world, closed(world))

    with clock.travel(LOOK + 90 * DAY):
        assert stranger.get(url).status_code == 200


# Number and telephone.


def ask(client: Client, number: str, tail: str, address: str = "10.0.0.1") -> Any:
    return client.post("/s/", {"number": number, "tail": tail}, REMOTE_ADDR=address)


def test_number_and_last_digits_lead_to_the_link(world: World, stranger: Client) -> None:
    ticket = factories.reported(world, phone="13912345678")

    answer = ask(stranger, f" {ticket.number.lower()} ", "5678")

    assert ticket.number in text(stranger, answer["Location"])


@pytest.mark.parametrize(
    ("number", "tail"), [("T2603-0001", "0000"), ("T9999-9999", "5678"), ("", ""), ("T2603-0001", "678")]
)
def test_every_miss_has_the_same_answer(world: World, stranger: Client, number: str, tail: str) -> None:
    factories.reported(world, phone="13912345678")

    answer = ask(stranger, number, tail)

    assert answer.status_code == 404
    assert "没有找到匹配的工单。请核对工单号和报修电话的后四位。" in answer.content.decode()


def test_a_withdrawn_link_does_not_come_back_by_the_number(world: World, stranger: Client) -> None:
    ticket = factories.reported(world, phone="13912345678")
    tickets.send_status_link(ticket=ticket, actor=world.liaison, now=LOOK)
    tickets.revoke_status_link(ticket=ticket, actor=world.liaison, now=LOOK)

    assert ask(stranger, ticket.number, "5678").status_code == 404


def test_ten_thousand_guesses_from_a_hundred_addresses_find_nothing(world: World) -> None:
    """All last digits of one ticket, the right ones among them, one after the other."""
    ticket = factories.reported(world, phone="13912345678")
    client, statuses = Client(), []
    for guess in range(0, 10_000, 10):  # every tenth is sent; the others meet the same closed door
        statuses.append(ask(client, ticket.number, f"{guess + 8:04}", f"10.9.0.{guess % 100}").status_code)

    assert statuses.count(302) == 0
    assert statuses.count(404) == 6
    assert set(statuses) == {404, 429}


def test_guessing_over_many_tickets_stops_for_everybody_together(world: World) -> None:
    client = Client()
    statuses = [ask(client, f"T2603-{guess:04}", "1234", f"10.8.{guess // 5}.1").status_code for guess in range(120)]

    assert statuses.count(404) == 40
    assert statuses[-1] == 429


# Stars.


def stars(client: Client, url: str, number: Any = 5, words: str = "很及时") -> Any:
    return client.post(f"{url}rate/", {"stars": number, "text": words, "_key": "r"})


def test_a_closed_service_is_rated_once(world: World, stranger: Client, desk: Client) -> None:
    ticket = closed(world)
    url = link_to(world, ticket)
    assert "您对这次服务满意吗" in text(stranger, url)

    assert stars(stranger, url).status_code == 302
    again = stars(stranger, url, 1)

    rating = Rating.objects.get()
    assert (again.status_code, rating.stars, rating.engineer, rating.at) == (409, 5, world.e1, LOOK)
    assert "很及时" in text(stranger, url)
    assert "很及时" in text(desk, f"/tickets/{ticket.number}/customer/")
    assert not Notice.objects.filter(about="low_rating").exists()


def test_few_stars_are_told_to_liaison_and_supervisor(world: World, stranger: Client) -> None:
    stars(stranger, link_to(world, closed(world)), 2, "没有清理现场")

    told = Notice.objects.filter(about="low_rating")
    assert {notice.person for notice in told} == {world.liaison, world.supervisor}
    assert told[0].text == "没有清理现场"


def test_after_thirty_days_it_is_too_late(world: World, stranger: Client) -> None:
    ticket = closed(world)
    with pytest.raises(TooLate):
        services.rate_service(ticket=ticket, stars=5, actor=CUSTOMER, now=LOOK + 30 * DAY + timedelta(microseconds=1))

    services.rate_service(ticket=ticket, stars=5, actor=CUSTOMER, now=LOOK + 30 * DAY)


@pytest.mark.parametrize("number", [0, 6, -1])
def test_there_are_one_to_five_stars(world: World, number: int) -> None:
    with pytest.raises(OutOfRange):
        services.rate_service(ticket=closed(world), stars=number, actor=CUSTOMER, now=LOOK)


@pytest.mark.parametrize("number", ["", "6", "five"])
def test_no_stars_are_asked_for_again(world: World, stranger: Client, number: str) -> None:
    assert stars(stranger, link_to(world, closed(world)), number).status_code == 422


def test_what_is_not_closed_is_not_rated(world: World, stranger: Client) -> None:
    with pytest.raises(WrongState):
        services.rate_service(ticket=factories.working(world), stars=5, actor=CUSTOMER, now=LOOK)


def test_nobody_of_the_company_rates_itself(world: World) -> None:
    ticket = closed(world)
    for actor in (world.liaison, world.gm, world.e1):
        with pytest.raises(NotAllowed):
            services.rate_service(ticket=ticket, stars=5, actor=actor, now=LOOK)


def test_a_customer_may_do_nothing_but_what_is_public(world: World) -> None:
    ticket = factories.reported(world)
    with pytest.raises(NotAllowed):
        tickets.cancel(ticket=ticket, reason="不要了", actor=CUSTOMER, now=LOOK)
    assert SYSTEM.pk is CUSTOMER.pk is None


def test_stars_stay_as_they_were_given(world: World) -> None:
    rating = services.rate_service(ticket=closed(world), stars=4, actor=CUSTOMER, now=LOOK)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).update(stars=5)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).delete()


def test_figures_count_stars_between_two_instants(world: World) -> None:
    for number, serial in ((5, "P1"), (2, "P2"), (4, "P4")):
        services.rate_service(ticket=closed(world, serial=serial), stars=number, actor=CUSTOMER, now=LOOK)

    figures = selectors.rating_figures(since=LOOK, until=LOOK + DAY)
    assert (figures["count"], figures["low"], round(figures["average"], 2)) == (3, 1, 3.67)
    assert selectors.rating_figures(since=LOOK + DAY, until=LOOK + 2 * DAY)["count"] == 0


def test_the_desk_page_of_settings_is_the_heads(world: World) -> None:
    assert signed_in(world, "liaison").get("/customer-pages/").status_code == 403
    answer = signed_in(world, "head").post("/customer-pages/", {"_key": "k", "phone": "023 6800 1234"})
    assert answer.status_code == 302
    assert selectors.public_pages().phone == "023-68001234"
