"""The pages of journeys, leaves and trainings, on the desk and on the phone, and the overview of engineers."""

from datetime import date, timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.idempotency import fresh_key
from deadlines.services import sweep
from fieldservice import services
from fieldservice.models import DailyReport, Leave, Training, Trip
from fieldservice.openers import OPENERS
from tests import factories
from tests.factories import moment

pytestmark = pytest.mark.django_db

NOW = moment("2026-03-20 10:00:00")
LEFT = moment("2026-03-02 08:00:00")


@pytest.fixture(autouse=True)
def _now():
    with clock.travel(NOW):
        yield


def signed_in(client, person):
    client.force_login(person)
    return client


def post(client, url, **told):
    return client.post(url, {**told, "_key": fresh_key()})


def trip_of(world, who="e1", *, at=LEFT):
    engineer = world.people[who]
    trip = services.order_departure(
        engineer=engineer, depart_on=at.date(), region="四川", note="巡检", actor=world.quality_supervisor,
        now=at - timedelta(days=1),
    )  # fmt: skip
    return services.depart(trip=trip, actor=engineer, now=at)


def asked(world, who="e1"):
    trip = trip_of(world, who)
    return services.ask_return(trip=trip, reason="任务完成", actor=trip.engineer, now=NOW - timedelta(hours=1))


def test_the_desk_sees_who_asks_first_and_allows_it(client, world):
    trip_of(world, "e2")
    trip = asked(world)
    page = signed_in(client, world.quality_supervisor).get(reverse("fieldservice:trips")).content.decode()
    assert page.index("待批返厂") < page.index("出差中")
    assert "18 / 60 天" in page
    assert "任务完成" in page
    url = reverse("fieldservice:allow_return", args=[trip.number])
    assert url in page
    assert "不满 60 天" in client.get(url).content.decode()
    assert post(client, url, note="同意").status_code == HTTPStatus.FOUND
    assert Trip.objects.get(pk=trip.pk).state == "return_allowed"


def test_a_refusal_without_a_reason_comes_back_with_the_form(client, world):
    url = reverse("fieldservice:deny_return", args=[asked(world).number])
    answer = post(signed_in(client, world.quality_supervisor), url, reason=" ")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请填写不批准原因" in answer.content.decode()


@pytest.mark.parametrize(("who", "offered"), [
    ("quality_supervisor", True), ("liaison", False), ("auditor", False), ("head", False),
])  # fmt: skip
def test_only_who_may_is_offered_the_acts(client, world, who, offered):
    asked(world)
    page = signed_in(client, world.people[who]).get(reverse("fieldservice:trips")).content.decode()
    assert ("下达出发指令" in page, "deny-return" in page) == (offered, offered)


def test_an_empty_desk_says_what_to_do(client, world):
    page = signed_in(client, world.quality_supervisor).get(reverse("fieldservice:trips")).content.decode()
    assert "现在没有人申请返厂" in page
    assert "用上面的按钮安排" in page


def test_an_order_is_given_on_its_page(client, world):
    url = reverse("fieldservice:order_departure")
    told = {"engineer": world.e1.pk, "depart_on": "2026-03-25", "region": "贵州"}
    assert post(signed_in(client, world.quality_supervisor), url, **told).status_code == HTTPStatus.FOUND
    assert Trip.objects.get().region == "贵州"
    again = post(client, url, **{**told, "depart_on": "2026-03-26"})
    assert again.status_code == HTTPStatus.CONFLICT
    assert "请改期或取消原指令" in again.content.decode()


def test_leave_is_counted_before_it_is_saved(client, world):
    signed_in(client, world.quality_supervisor)
    services.take_leave(
        engineer=world.e1, first_day=date(2026, 3, 21), last_day=date(2026, 3, 25), actor=world.quality_supervisor,
        now=NOW,
    )  # fmt: skip
    given = {"engineer": world.e1.pk, "first_day": "2026-03-26", "last_day": "2026-03-28"}
    told = client.get(reverse("fieldservice:leave_count"), given).content.decode()
    assert "共 8 天" in told
    assert "最多 7 天，超 1 天" in told
    assert Leave.objects.count() == 1
    assert client.get(reverse("fieldservice:leave_count"), {"engineer": "x"}).status_code == HTTPStatus.OK
    backwards = client.get(reverse("fieldservice:leave_count"), {**given, "last_day": "2026-03-01"})
    assert "早于第一天" in backwards.content.decode()


def test_leave_is_taken_shown_and_shortened(client, world):
    signed_in(client, world.quality_supervisor)
    told = {"engineer": world.e1.pk, "first_day": "2026-03-20", "last_day": "2026-03-27"}
    assert post(client, reverse("fieldservice:take_leave"), **told).status_code == HTTPStatus.FOUND
    assert "超 1 天" in client.get(reverse("fieldservice:trips")).content.decode()
    url = reverse("fieldservice:end_leave", args=[Leave.objects.get().pk])
    assert post(client, url, last_day="2026-03-26", reason="回厂").status_code == HTTPStatus.FOUND
    assert "超 1 天" not in client.get(reverse("fieldservice:trips")).content.decode()


def test_the_head_records_a_training(client, world):
    url = reverse("fieldservice:record_training")
    told = {"engineer": world.e1.pk, "result": "poor", "discipline": "ok", "note": ""}
    assert post(signed_in(client, world.head), url, **told).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert post(client, url, **{**told, "note": "考试 40 分"}).status_code == HTTPStatus.FOUND
    assert Training.objects.get().result == "poor"


def test_the_phone_leads_through_a_journey(client, world):
    services.order_departure(
        engineer=world.e1, depart_on=date(2026, 3, 21), region="四川", actor=world.quality_supervisor, now=NOW
    )
    mine, trip = reverse("fieldservice:trip_mine"), Trip.objects.get()
    page = signed_in(client, world.e1).get(mine).content.decode()
    assert "现在出发" in page
    assert "data-outbox" in page
    assert "明日 24:00" in page
    post(client, reverse("fieldservice:depart", args=[trip.number]))
    page = client.get(mine).content.decode()
    assert "0 / 60 天" in page
    assert "返厂还没有批准" in page
    post(client, reverse("fieldservice:ask_return", args=[trip.number]), reason="任务完成")
    assert "等质量服务主管批准" in client.get(mine).content.decode()
    post(client, reverse("fieldservice:return_to_factory", args=[trip.number]))
    assert "返厂报到" in client.get(mine).content.decode()
    post(client, reverse("fieldservice:report_back", args=[trip.number]))
    page = client.get(mine).content.decode()
    assert "现在没有出差" in page
    assert "以前的出差" in page


def test_a_foreign_journey_is_not_there_for_another_engineer(client, world):
    trip = trip_of(world)
    signed_in(client, world.e2)
    for name in ("trip", "return_to_factory"):
        url = reverse(f"fieldservice:{name}", args=[trip.number])
        answer = client.get(url)
        assert answer.status_code == HTTPStatus.NOT_FOUND, name
    assert client.get(reverse("fieldservice:allow_return", args=[trip.number])).status_code == HTTPStatus.FORBIDDEN
    assert client.get(reverse("fieldservice:trips")).status_code == HTTPStatus.FORBIDDEN


def test_one_journey_is_told_from_order_to_report(client, world):
    trip = asked(world)
    page = signed_in(client, world.liaison).get(trip.get_absolute_url()).content.decode()
    for text in ("下达出发指令", "出发", "申请返厂", "任务完成", "最迟出发"):
        assert text in page
    moved = signed_in(client, world.e1).get(trip.get_absolute_url())
    assert moved.headers["Location"] == reverse("fieldservice:trip_mine")


@pytest.mark.parametrize("state", ["asked", "away", "ordered", "back", "over"])
def test_each_kind_has_a_list_of_its_own(client, world, state):
    trip_of(world)
    page = signed_in(client, world.quality_supervisor).get(reverse("fieldservice:trips"), {"state": state})
    assert page.status_code == HTTPStatus.OK


def test_the_desk_page_asks_no_more_for_many(client, world, django_assert_max_num_queries):
    signed_in(client, world.quality_supervisor)
    trip_of(world)
    client.get(reverse("fieldservice:trips"))
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("fieldservice:trips"))
    trip_of(world, "e2")
    trip_of(world, "e3")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse("fieldservice:trips"))


def test_the_overview_shows_trouble_first(client, world):
    trip_of(world, "e2")
    for day in (16, 17, 18, 19, 20):
        now = moment(f"2026-03-{day} 00:00:00")
        for opener in OPENERS:
            opener(now, since=date(2026, 3, 16))
        sweep(now=now)
    factories.dispatched(world, at=moment("2026-03-20 08:00:00"), engineer=world.e1)
    page = signed_in(client, world.liaison).get(reverse("fieldservice:engineers")).content.decode()
    assert page.index("王强") < page.index("张伟")
    for text in ("缺行踪 4 天", "18 / 60 天", "没有消息", "T2603-0001"):
        assert text in page
    assert "导出 Excel" not in page


def test_the_overview_tells_the_last_place(client, world):
    DailyReport.objects.create(
        engineer=world.e1, day=NOW.date(), sent_at=NOW - timedelta(hours=2), customer="成都锦江水务", contact="王工",
        phone="13800000000", equipment="正常", place="成都",
    )  # fmt: skip
    page = signed_in(client, world.head).get(reverse("fieldservice:engineers")).content.decode()
    assert "成都 · 成都锦江水务" in page
    assert "每日行踪" in page


@pytest.mark.parametrize(("given", "seen"), [
    ({"region": "贵州省"}, {"赵磊"}), ({"state": "away"}, {"王强"}), ({"state": "here"}, {"张伟", "赵磊"}),
    ({"state": "away", "region": "贵州省"}, set()),
])  # fmt: skip
def test_the_overview_is_narrowed(client, world, given, seen):
    trip_of(world, "e2")
    page = signed_in(client, world.head).get(reverse("fieldservice:engineers"), given).content.decode()
    assert {name for name in ("张伟", "王强", "赵磊") if f"<strong>{name}</strong>" in page} == seen
    assert ("没有符合条件的人" in page) == (not seen)


def test_the_overview_asks_no_more_for_many(client, world, django_assert_num_queries):
    signed_in(client, world.head)
    trip_of(world)
    factories.on_site(world, at=moment("2026-03-20 01:00:00"), engineer=world.e1)
    client.get(reverse("fieldservice:engineers"))
    with django_assert_num_queries(COUNT):
        client.get(reverse("fieldservice:engineers"))
    trip_of(world, "e2")
    trip_of(world, "e3")
    factories.dispatched(world, at=moment("2026-03-20 02:00:00"), engineer=world.e2)
    with django_assert_num_queries(COUNT):
        client.get(reverse("fieldservice:engineers"))


COUNT = 18


def test_the_overview_is_exported_by_who_may(client, world):
    trip_of(world, "e2")
    url = reverse("fieldservice:engineers_export")
    assert signed_in(client, world.liaison).get(url).status_code == HTTPStatus.FORBIDDEN
    answer = signed_in(client, world.head).get(url, {"state": "away"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0][0] == "服务人员"
    assert [row[0] for row in rows[1:]] == ["王强"]
