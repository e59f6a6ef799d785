"""The pages about reaching an engineer: the desk's strip and list, the banner and the page on his phone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.idempotency import fresh_key
from fieldservice import services
from fieldservice.models import ContactAttempt
from tests.factories import dispatched, moment
from tests.support.company import engineer

pytestmark = pytest.mark.django_db

TEN = moment("2026-03-05 10:00:00")
MINUTE = timedelta(minutes=1)
LIST, BACK, BANNER = "/contacts/", "/m/call-back/", "/m/call-back/banner/"


@pytest.fixture(autouse=True)
def at_ten():
    with clock.travel(TEN):
        yield


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def call(world, at=TEN, answered=False, who="e1"):
    services.call_engineer(engineer=world.people[who], answered=answered, actor=world.liaison, now=at)


def click(client, answered="0", who="e1", **given):
    told = {"answered": answered, "_key": fresh_key(), **given}
    return client.post(f"/contacts/{who}/call/", told, headers={"HX-Request": "true"})


@pytest.mark.parametrize(("who", "status"), [
    ("liaison", 200), ("clerk", 200), ("head", 200), ("supervisor", 200), ("auditor", 200), ("e1", 403),
    ("salesperson", 403), ("finance", 403),
])  # fmt: skip
def test_the_list_opens_to_who_looks_after_engineers(world, who, status):
    assert signed_in(world.people[who]).get(LIST).status_code == status


def test_one_click_beside_his_name_starts_the_hour_and_shows_it(world):
    ticket = dispatched(world)
    client = signed_in(world.liaison)
    assert f"/contacts/e1/?ticket={ticket.number}" in client.get(f"/tickets/{ticket.number}/").content.decode()
    strip = client.get(f"/contacts/e1/?ticket={ticket.number}").content.decode()
    assert "未接通" in strip
    assert "已联系" not in strip
    answer = click(client, ticket=ticket.number).content.decode()
    assert all(text in answer for text in ("等待回电", "已联系 1 次", "今日 11:00", "9.7"))
    assert ContactAttempt.objects.get().ticket == ticket
    assert "等待回电" not in click(client, "1").content.decode()


def test_a_second_copy_of_the_click_counts_once(world):
    client, key = signed_in(world.liaison), fresh_key()
    for _copy in range(2):
        click(client, _key=key)
    assert ContactAttempt.objects.count() == 1


@pytest.mark.parametrize("who", ["head", "supervisor", "e1", "auditor"])
def test_only_the_desk_clicks(world, who):
    assert click(signed_in(world.people[who])).status_code == 403


def test_the_phone_tells_until_when_to_call_back(world):
    client = signed_in(world.e1)
    assert client.get(BANNER).content.decode().strip() == ""
    assert "现在没有人在找您" in client.get(BACK).content.decode()
    call(world)
    call(world, TEN + 10 * MINUTE)
    page = client.get(BACK).content.decode()
    assert all(text in page for text in ("请在 今日 11:00 前回电", "给李娜回电", "已联系您 2 次", "data-outbox"))
    assert "请在 今日 11:00 前回电" in client.get(BANNER).content.decode()
    assert 'hx-get="/m/call-back/banner/"' in client.get("/m/").content.decode()


def test_one_tap_stops_the_hour(world):
    call(world)
    client = signed_in(world.e1)
    page = client.post(BACK, {"_key": fresh_key()}, follow=True).content.decode()
    assert "已登记回电" in page
    assert client.get(BANNER).content.decode().strip() == ""
    assert client.post(BACK, {"_key": fresh_key()}).status_code == 409


def test_a_phone_without_network_sends_it_once(world):
    call(world)
    client, key = signed_in(world.e1), fresh_key()
    headers = {"Idempotency-Key": key, "X-Outbox": "1", "Accept": "application/json"}
    answers = [client.post(BACK, {}, headers=headers).json()["state"] for _copy in range(2)]
    assert answers == ["applied", "applied"]
    assert ContactAttempt.objects.filter(by_engineer=True).count() == 1


def test_the_list_tells_who_is_looked_for_the_longest_first(world):
    call(world, TEN - 70 * MINUTE)
    call(world, TEN - 5 * MINUTE, who="e2")
    call(world, TEN - 5 * MINUTE, who="e3")
    call(world, TEN - MINUTE, answered=True, who="e3")
    page = signed_in(world.liaison).get(LIST).content.decode()
    assert page.index("张伟") < page.index("王强")
    assert "赵磊" not in page
    assert "联系次数不足 2 次" in page
    assert "赵磊" in signed_in(world.liaison).get(f"{LIST}?state=all").content.decode()
    assert "王强" not in signed_in(world.liaison).get(f"{LIST}?q=张伟").content.decode()


def test_the_list_asks_as_much_for_twenty_rows_as_for_one(world):
    client = signed_in(world.liaison)

    def statements():
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return len(seen)

    call(world)
    client.get(LIST)
    one = statements()
    for number in range(20):
        person = engineer(f"x{number}", f"新人{number}")
        services.call_engineer(engineer=person, answered=False, actor=world.clerk, now=TEN)
    assert statements() == one
