"""The phone page of whereabouts and the office's list to call back on."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Person
from core import clock
from core.idempotency import fresh_key
from fieldservice.daily_list import Asked, to_check
from fieldservice.models import DailyCheck, DailyReport, InboundMessage
from rulebook.selectors import in_force
from tests.factories import moment
from tests.fieldservice.daily import TOLD, WEDNESDAY, at, away, entries, sent, state

pytestmark = pytest.mark.django_db

PHONE, LIST, VERIFY = "/m/daily/", "/daily/", "/daily/verify/"
EVENING, MORNING = moment("2026-03-04 20:00:00"), moment("2026-03-05 10:00:00")
DAY = "/daily/e1/2026-03-04/"


@pytest.fixture
def trip(world):
    return away(world)


@pytest.fixture
def evening(trip):
    with clock.travel(EVENING):
        yield


@pytest.fixture
def morning(trip):
    with clock.travel(MORNING):
        yield


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def told(**more):
    return {**TOLD, "_key": fresh_key(), **more}


def finding(result, report=None, **more):
    given = {"engineer": "e1", "day": "2026-03-04", "result": result, "_key": fresh_key(), **more}
    return {**given, "report": report.pk} if report else given


def text(answer):
    return answer.content.decode()


class TestPhone:
    @pytest.mark.parametrize("who", ["clerk", "head", "liaison", "auditor", "finance", "administrator"])
    def test_it_opens_to_engineers_only(self, world, evening, who):
        assert as_person(world.people[who]).get(PHONE).status_code == 403

    def test_it_tells_how_long_there_is_left_and_keeps_without_network(self, world, evening):
        page = text(as_person(world.e1).get(PHONE))
        assert all(word in page for word in ("待报送", "剩 3:59", "24:00", "data-outbox", 'data-label="每日行踪"'))

    def test_at_home_nothing_is_asked(self, world, evening):
        assert "今天不在出差期间" in text(as_person(world.e2).get(PHONE))

    def test_one_tap_sends_it(self, world, evening):
        client = as_person(world.e1)
        assert client.post(PHONE, told()).url == PHONE
        assert (DailyReport.objects.get().day, state()) == (WEDNESDAY, "met")
        page = text(client.get(PHONE))
        assert all(word in page for word in ("已报送", "20:00", "成都锦江水务", "再报一次"))

    def test_the_same_form_twice_is_one_report(self, world, evening):
        client, given = as_person(world.e1), told()
        assert [client.post(PHONE, given).status_code for _ in range(2)] == [302, 302]
        assert DailyReport.objects.count() == 1

    def test_a_missing_field_is_shown_at_its_place_and_nothing_typed_is_lost(self, world, evening):
        answer = as_person(world.e1).post(PHONE, told(phone=""))
        page = text(answer)
        assert (answer.status_code, DailyReport.objects.count()) == (422, 0)
        assert "请填写联系电话" in page.split('data-field="联系电话"')[1].split("data-field")[0]
        assert "成都锦江水务" in page

    def test_a_phone_that_sends_later_is_answered_in_its_own_way(self, world, evening):
        headers = {"X-Outbox": "1", "X-Device-Time": "2026-03-04T19:00:00+08:00", "Idempotency-Key": fresh_key()}
        client = as_person(world.e1)
        assert client.post(PHONE, TOLD, headers=headers).json()["state"] == "applied"
        assert DailyReport.objects.get().device_time == moment("2026-03-04 19:00:00")
        refused = client.post(PHONE, {**TOLD, "phone": ""}, headers={**headers, "Idempotency-Key": fresh_key()})
        assert (refused.json()["state"], list(refused.json()["errors"])) == ("refused", ["phone"])

    def test_hostile_text_comes_back_harmless(self, world, evening):
        client = as_person(world.e1)
        client.post(PHONE, told(customer="<img src=x onerror=alert(1)>", equipment="</textarea><script>x</script>"))
        page = text(client.get(PHONE))
        assert "<img src=x" not in page
        assert "<script>x" not in page

    def test_the_last_fortnight_tells_what_was_missing_and_by_which_clause(self, world, trip):
        sent(world)
        with clock.travel(at("2026-03-06 09:00:00")):
            page = text(as_person(world.e1).get(PHONE))
        days = page.split("最近 14 天")[1]
        assert "未报送" in days.split("03-05")[1].split("03-04")[0]
        assert "条款 9.1" in days.split("03-05")[1].split("03-04")[0]
        assert "已报送" in days.split("03-04")[1].split("03-03")[0]
        assert days.count("<li>") == 13

    @pytest.mark.parametrize("days", [1, 9])
    def test_it_reads_in_few_statements_however_much_was_sent(self, world, trip, days, django_assert_max_num_queries):
        for n in range(days):
            sent(world, f"2026-03-{4 + n:02} 20:00:00")
        client = as_person(world.e1)
        with clock.travel(moment("2026-03-15 10:00:00")):
            client.get(PHONE)
            with django_assert_max_num_queries(19):
                client.get(PHONE)


class TestList:
    @pytest.mark.parametrize(("who", "status"), [
        ("clerk", 200), ("liaison", 200), ("head", 200), ("gm", 200), ("supervisor", 200), ("auditor", 200),
        ("e1", 403), ("finance", 403), ("inspector", 403), ("administrator", 403), ("statistician", 403),
    ])  # fmt: skip
    def test_it_opens_to_the_office(self, world, morning, who, status):
        for url in (LIST, DAY):
            assert as_person(world.people[who]).get(url).status_code == status

    def test_it_tells_what_was_sent_and_whom_to_ring(self, world, trip):
        sent(world)
        with clock.travel(at("2026-03-05 10:00:00")):
            page = text(as_person(world.clerk).get(LIST))
        assert all(word in page for word in ("张伟", "成都锦江水务", "刘工", 'href="tel:13912345678"', "属实", "弄虚作假"))

    def test_a_number_is_masked_for_who_has_no_business_ringing(self, world, trip):
        sent(world)
        with clock.travel(at("2026-03-05 10:00:00")):
            client = as_person(world.auditor)
            pages = text(client.get(LIST)) + text(client.get(DAY))
        assert "139****5678" in pages
        assert "13912345678" not in pages
        assert VERIFY not in pages

    def test_what_came_today_is_called_back_on_tomorrow(self, world, trip):
        sent(world)
        with clock.travel(at("2026-03-04 23:00:00")):
            assert "成都锦江水务" not in text(as_person(world.clerk).get(LIST))

    def test_missing_days_stand_with_the_messages_oldest_first(self, world, trip):
        sent(world)
        sent(world, "2026-03-06 20:00:00")
        now = at("2026-03-08 10:00:00")
        page = to_check(Asked(), in_force(now=now), now=now)
        assert [(row.kind, row.day.day) for row in page.rows] == [
            ("report", 4), ("missing", 5), ("report", 6), ("missing", 7),
        ]  # fmt: skip
        assert page.counts == {"all": 4, "report": 2, "missing": 2}

    def test_pages_follow_each_other_without_a_row_twice(self, world, trip):
        away(world, "e2", "CF-2")
        for day in range(4, 12, 2):
            sent(world, f"2026-03-{day:02} 20:00:00")
            sent(world, f"2026-03-{day:02} 21:00:00", by="e2")
        now = at("2026-03-12 10:00:00")
        seen, after = [], ""
        while True:
            page = to_check(Asked(after=after), in_force(now=now), now=now, size=3)
            seen += [row.key for row in page.rows]
            after = page.after
            if not after:
                break
        assert len(seen) == len(set(seen)) == 16
        assert seen == sorted(seen)

    @pytest.mark.parametrize("query", [
        "after=x", "after=2026-03-04|report", "after=|||", "kind=wrong", "person=nobody",
    ])  # fmt: skip
    def test_nonsense_in_the_address_does_no_harm(self, world, morning, query):
        assert as_person(world.clerk).get(f"{LIST}?{query}").status_code == 200

    def test_one_click_writes_the_result_and_changes_the_row(self, world, trip):
        report = sent(world)
        with clock.travel(at("2026-03-05 10:00:00")):
            client = as_person(world.clerk)
            answer = client.post(VERIFY, finding("genuine", report, note="属实"), headers={"HX-Request": "true"})
            assert "属实" in text(answer)
            assert "成都锦江水务" not in text(client.get(LIST))
        assert (DailyCheck.objects.get().result, entries()) == ("genuine", [])

    def test_every_form_carries_its_token_and_its_key(self, world, trip):
        sent(world)
        sent(world, "2026-03-06 20:00:00")
        with clock.travel(at("2026-03-07 10:00:00")):
            client = as_person(world.clerk)
            for url, forms in ((LIST, 3), (DAY, 1)):
                page = text(client.get(url))
                for form in page.split(f'action="{VERIFY}"')[1:]:
                    assert all(f'name="{name}"' in form.split("</form>")[0] for name in ("csrfmiddlewaretoken", "_key"))
                assert page.count(f'action="{VERIFY}"') == forms

    def test_the_page_of_a_day_keeps_every_result(self, world, trip):
        report = sent(world)
        with clock.travel(at("2026-03-05 10:00:00")):
            client = as_person(world.clerk)
            assert client.post(VERIFY, finding("fake", report, note="用户说没见过人")).url == DAY
            client.post(VERIFY, finding("genuine", report, note="打错了电话"))
            page = text(client.get(DAY))
        assert "用户说没见过人" in page
        assert "打错了电话" in page
        assert entries() == [("500.00", "revoked")]

    @pytest.mark.parametrize("given", [
        {"result": "wrong"}, {"result": ""}, {"day": "x"}, {"engineer": "nobody"}, {"report": "0"}, {"report": "999"},
        {"report": "x"}, {"day": "2019-01-01"},
    ])  # fmt: skip
    def test_a_wrong_result_writes_nothing(self, world, morning, given):
        answer = as_person(world.clerk).post(VERIFY, {**finding("missing"), **given})
        assert 400 <= answer.status_code < 500
        assert DailyCheck.objects.count() == 0

    @pytest.mark.parametrize("who", ["liaison", "head", "supervisor", "auditor", "e1"])
    def test_only_the_clerk_says_what_was_found(self, world, trip, who):
        report = sent(world)
        with clock.travel(at("2026-03-05 10:00:00")):
            client = as_person(world.people[who])
            assert client.post(VERIFY, finding("fake", report)).status_code == 403
        assert DailyCheck.objects.count() == 0

    def test_what_was_written_in_time_and_came_too_late_is_told(self, world, trip):
        sent(world, "2026-03-05 08:00:00", device_time=EVENING)
        with clock.travel(at("2026-03-05 10:00:00")):
            page = text(as_person(world.clerk).get(LIST))
        assert "手机上当天写过一条" in page

    def test_messages_that_came_to_nothing_are_shown(self, world, morning):
        InboundMessage.objects.create(gateway="aliyun", message_id="1", phone="13700000000", text="<b>你好</b>",
                                      received_at=MORNING, refusal="不是在册服务人员的手机号")  # fmt: skip
        page = text(as_person(world.auditor).get(LIST))
        assert "&lt;b&gt;你好&lt;/b&gt;" in page
        assert "137****0000" in page

    @pytest.mark.parametrize("more", [0, 6])
    def test_the_list_reads_in_few_statements(self, world, trip, more, django_assert_max_num_queries):
        for n in range(1 + more):
            sent(world, f"2026-03-{4 + n:02} 20:00:00")
        client = as_person(world.clerk)
        with clock.travel(at("2026-03-14 10:00:00")):
            client.get(LIST)
            with django_assert_max_num_queries(28):
                client.get(LIST)
        now = MORNING + timedelta(days=9)
        version = in_force(now=now)
        with django_assert_max_num_queries(5):
            to_check(Asked(), version, now=now)

    def test_the_ways_lead_there(self, world, morning):
        assert f'href="{LIST}"' in text(as_person(world.clerk).get("/"))
        assert f'href="{PHONE}"' in text(as_person(world.e1).get("/m/"))

    def test_a_day_that_is_none_is_not_found(self, world, morning):
        client = as_person(world.clerk)
        assert [client.get(f"/daily/{url}/").status_code for url in ("e1/x", "nobody/2026-03-04")] == [404, 404]
