"""Filing a fault while the caller is on the line."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime

from customers.models import Contract
from rulebook.models import RulebookVersion
from tests import factories
from tests.factories import World
from tests.pages.conftest import LOOK, SignedIn
from tickets.forms import ReportForm
from tickets.models import Ticket
from tickets.states import TicketState

Key = Callable[[], str]


def form(key: Key, **given: object) -> dict[str, object]:
    return {"_key": key(), "serial": "P1", "fault": "压力上不来", "source": "phone", **given}


def typed(instant: object) -> str:
    return localtime(instant).strftime("%Y-%m-%dT%H:%M")  # type: ignore[arg-type]


def test_side_shows_machine_coverage_and_due_time_before_saving(desk: Client) -> None:
    side = desk.get("/tickets/new/preview/", {"serial": "p2"}).content.decode()

    assert "成都锦江水务" in side
    assert "保内" in side
    assert "至 2026-12-15" in side
    assert "规定时限（省外）" in side
    assert "+ 48小时" in side
    assert Ticket.objects.count() == 0


def test_side_shows_similar_open_tickets(world: World, desk: Client) -> None:
    ticket = factories.reported(world)

    assert ticket.number in desk.get("/tickets/new/preview/", {"serial": "P1"}).content.decode()


def test_side_finds_machines_by_the_callers_phone(desk: Client) -> None:
    side = desk.get("/tickets/new/preview/", {"phone": "13800000000"}).content.decode()

    assert "P1" in side
    assert "P4" in side


def test_unknown_serial_says_what_to_do(desk: Client) -> None:
    side = desk.get("/tickets/new/preview/", {"serial": "NOPE-1"}).content.decode()

    assert "出厂编号“NOPE-1”没有登记" in side
    assert "按临时工单登记" in side


def test_unknown_serial_is_not_filed_and_everything_typed_stays(desk: Client, key: Key) -> None:
    answer = desk.post("/tickets/new/", form(key, serial="NOPE-1", contact="周工"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写客户名称" in page
    assert 'value="NOPE-1"' in page
    assert "压力上不来" in page
    assert Ticket.objects.count() == 0


def test_unknown_serial_with_name_contact_and_province_is_filed_as_provisional(desk: Client, key: Key) -> None:
    given = form(key, serial="NOPE-1", customer_name="德阳重装", contact="周工", site_province="四川省")

    desk.post("/tickets/new/", given)

    ticket = Ticket.objects.get()
    assert (ticket.provisional, ticket.zone) == (True, "out_province")


def test_notice_in_the_future_is_refused_at_its_field(desk: Client, key: Key) -> None:
    answer = desk.post("/tickets/new/", form(key, notified_at=typed(LOOK + timedelta(hours=1))))

    assert answer.status_code == 422
    assert "不能晚于现在" in answer.content.decode()
    assert Ticket.objects.count() == 0


def test_notice_typed_late_starts_the_clock_when_the_user_called(desk: Client, key: Key) -> None:
    desk.post("/tickets/new/", form(key, notified_at=typed(LOOK - timedelta(hours=2))))

    assert Ticket.objects.get().notified_at == LOOK - timedelta(hours=2)


def test_saved_fault_leads_to_its_page(desk: Client, key: Key) -> None:
    answer = desk.post("/tickets/new/", form(key))

    assert (answer.status_code, answer["Location"]) == (302, "/tickets/T2603-0001/")


def test_double_click_files_one_ticket(desk: Client, key: Key) -> None:
    given = form(key)

    answers = [desk.post("/tickets/new/", given) for _ in range(2)]

    assert Ticket.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_empty_fault_is_refused_at_its_field(desk: Client, key: Key) -> None:
    answer = desk.post("/tickets/new/", form(key, fault=" "))

    assert answer.status_code == 422
    assert "请填写故障现象" in answer.content.decode()


@pytest.mark.parametrize("username", ["e1", "supervisor", "auditor"])
def test_only_the_desk_files(world: World, username: str) -> None:
    client = Client()
    client.force_login(world.people[username])

    assert client.get("/tickets/new/").status_code == 403


def test_open_tickets_of_machine_telephone_and_customer_are_told_apart(world: World, desk: Client) -> None:
    factories.reported(world, phone="13911112222")
    factories.machine("P9", world.customers["c1"])
    factories.reported(world, serial="P9", phone="13933334444")

    side = desk.get("/tickets/new/preview/", {"serial": "P1", "phone": "13933334444"}).context["twins"]

    assert [(one.ticket.serial, one.label) for one in side] == [("P1", "同一设备"), ("P9", "同一电话")]
    alone = desk.get("/tickets/new/preview/", {"serial": "P9"}).context["twins"]
    assert [(one.ticket.serial, one.label) for one in alone] == [("P9", "同一设备"), ("P1", "同一客户")]


def test_second_call_is_filed_and_linked_by_one_click(world: World, desk: Client, key: Key) -> None:
    first = factories.reported(world)

    answer = desk.post("/tickets/new/", form(key, fault="又打来催", duplicate_of=first.number))

    second = Ticket.objects.exclude(pk=first.pk).get()
    assert (second.state, second.duplicate_of) == (TicketState.CANCELLED, first)
    assert answer["Location"] == f"/tickets/{first.number}/"


def test_call_that_cannot_be_linked_is_not_filed_either(world: World, desk: Client, key: Key) -> None:
    gone = factories.reported(world)
    factories.tickets.cancel(ticket=gone, reason="误报", actor=world.supervisor, now=LOOK)

    answer = desk.post("/tickets/new/", form(key, duplicate_of=gone.number))

    assert answer.status_code == 422
    assert "已取消" in answer.content.decode()
    assert Ticket.objects.count() == 1


def test_clerk_files_but_is_offered_no_linking(world: World, signed_in: SignedIn) -> None:
    factories.reported(world)

    side = signed_in("clerk").get("/tickets/new/preview/", {"serial": "P1"}).content.decode()

    assert "同一设备" in side
    assert "duplicate_of" not in side


def test_country_is_chosen_from_a_list(desk: Client, key: Key) -> None:
    assert "哈萨克斯坦" in desk.get("/tickets/new/").content.decode()

    desk.post("/tickets/new/", form(key, serial="P3", country="KZ"))

    assert Ticket.objects.get().country == "KZ"


def test_book_without_areas_asks_for_none(desk: Client) -> None:
    assert "site_area" not in desk.get("/tickets/new/").content.decode()


def test_contract_of_the_customer_stands_beside_the_form(world: World, desk: Client) -> None:
    Contract.objects.create(
        customer=world.customers["c1"], number="HT-2026-7", kind="全保", arrival="8h", starts_on=date(2026, 1, 1)
    )

    side = desk.get("/tickets/new/preview/", {"serial": "P1"}).content.decode()

    assert "HT-2026-7" in side
    assert "长期有效" in side


def test_areas_of_the_book_are_offered_beside_the_province(version: RulebookVersion) -> None:
    asked = ReportForm(areas={"ring_1": "一环内", "ring_2": "二环内"})

    assert "一环内" in str(asked["site_area"])
    assert [field.name for field in asked.rows[4]] == ["site_province", "site_area", "country"]
