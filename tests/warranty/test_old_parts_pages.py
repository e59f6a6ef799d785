"""Pages of old parts: the office's list by what each desk does, the drop-off list, inspection beside the evidence."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock, files
from core.idempotency import fresh_key
from deadlines.services import sweep
from scenarios.evidence import papers
from tests.factories import World
from tests.warranty.returning import DUE, RETURNED, fresh, one, owed
from warranty import services
from warranty.models import OldPart

LIST, MINE = "/w/old-parts/", "/m/w/old-parts/"
LATE = DUE + timedelta(hours=10)
PARTIAL = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def on_the_day_of_return():
    with clock.travel(RETURNED):
        yield


def as_person(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person, url: str, status: int = 200, **headers) -> str:
    answer = as_person(person).get(url, **headers)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [
    ("clerk", 200), ("inspector", 200), ("quality_supervisor", 200), ("statistician", 200), ("head", 200),
    ("auditor", 200), ("loss_rep", 200), ("e1", 403), ("salesperson", 403), ("finance", 403),
])  # fmt: skip
def test_the_list_opens_to_those_who_handle_them(world: World, who: str, status: int) -> None:
    assert as_person(world.people[who]).get(LIST).status_code == status


def test_each_desk_sees_its_own_work_first(world: World) -> None:
    motor, seal = owed(world, ("motor", 1), ("seal", 3))
    services.return_part(part=motor, actor=world.clerk, now=RETURNED)

    shown = {who: page(world.people[who], LIST) for who in ("clerk", "inspector", "quality_supervisor", "head")}

    assert [(seal.number in text, motor.number in text) for text in shown.values()] == [
        (True, False), (False, True), (True, False), (False, False),
    ]  # fmt: skip
    assert ("入库</button>" in shown["clerk"], "免返</a>" in shown["quality_supervisor"]) == (True, True)
    assert f'href="/w/old-parts/{motor.number}/inspect_part/">检验' in shown["inspector"]


@pytest.mark.parametrize(("query", "found"), [
    ("state=all", True), ("state=owed&q=motor", True), ("state=owed&q=seal", False), ("state=to_inspect", False),
    ("state=owed&handler=x", False), ("state=owed&from=50", False), ("state=nonsense", True),
])  # fmt: skip
def test_the_list_is_narrowed_by_state_person_and_text(world: World, query: str, found: bool) -> None:
    part = one(world)
    assert (part.number in page(world.clerk, f"{LIST}?{query}")) is found


@pytest.mark.parametrize("lines", [(("motor", 1),), (("motor", 1), ("seal", 1), ("board", 2))])
def test_the_list_takes_as_many_statements_for_one_as_for_three(
    world: World, lines, django_assert_num_queries
) -> None:
    owed(world, *lines)
    # One whose frame counts nothing that waits for his decision.
    client = as_person(world.inspector)
    client.get(f"{LIST}?state=owed")

    with django_assert_num_queries(7):
        assert "旧件" in client.get(f"{LIST}?state=owed").content.decode()


def test_one_click_takes_the_whole_row_in(world: World) -> None:
    part = one(world, ("seal", 3))

    answer = as_person(world.clerk).post(
        f"{LIST}{part.number}/return_part/", {"_key": fresh_key(), "quantity": "3", "back": f"{LIST}?state=owed"}
    )

    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?state=owed")
    assert (fresh(part).state, fresh(part).returned_at) == ("returned", RETURNED)


def test_the_way_back_never_leads_outside(world: World) -> None:
    part = one(world)

    answer = as_person(world.clerk).post(
        f"{LIST}{part.number}/return_part/", {"_key": fresh_key(), "back": "https://example.com/"}
    )

    assert answer["Location"] == f"{LIST}{part.number}/"


def test_too_late_an_exemption_says_what_is_left_to_do(world: World) -> None:
    part = one(world)

    with clock.travel(LATE):
        answer = as_person(world.quality_supervisor).post(
            f"{LIST}{part.number}/exempt_return/", {"_key": fresh_key(), "reason": "现场报废"}
        )

    assert answer.status_code == 422
    assert "已挂账的由裁决人撤销" in answer.content.decode()


def test_the_inspector_compares_with_report_card_and_claim(world: World) -> None:
    part = one(world)
    report = part.claim.request.report
    photo = files.store_file(papers(1)[0], report, kind="photo", actor=world.e1, now=RETURNED)
    services.return_part(part=part, actor=world.clerk, now=RETURNED)

    text = page(world.inspector, f"{LIST}{part.number}/inspect_part/")

    assert all(told in text for told in (report.number, "部件磨损超差", part.claim.number, f"/files/{photo.pk}/"))
    assert f"/w/old-parts/{part.number}/cards/" in text
    assert "电机绕组烧毁" in page(world.inspector, f"/w/old-parts/{part.number}/cards/")
    assert as_person(world.inspector).get(f"/files/{photo.pk}/").status_code == 200
    assert as_person(world.freight).get(f"/files/{photo.pk}/").status_code == 404


def test_the_inspection_is_entered_beside_it(world: World) -> None:
    part = one(world)
    services.return_part(part=part, actor=world.clerk, now=RETURNED)

    answer = as_person(world.inspector).post(f"{LIST}{part.number}/inspect_part/", {
        "_key": fresh_key(), "result": "mismatch", "findings": "编号不一致",
    })  # fmt: skip

    assert (answer.status_code, fresh(part).state, fresh(part).findings) == (302, "mismatched", "编号不一致")
    assert "80.00–160.00" in page(world.head, f"{LIST}{part.number}/")


def test_the_phone_lists_what_i_owe_until_when_and_what_it_costs(world: World) -> None:
    one(world)

    text = page(world.e1, MINE)

    assert all(told in text for told in ("待返 1 项", "04-04 24:00", "逾期不返，挂账 800.00 元", "条款 9.2"))


def test_what_is_late_is_told_as_late(world: World) -> None:
    one(world)
    sweep(now=LATE)

    with clock.travel(LATE):
        text = page(world.e1, MINE)

    assert all(told in text for told in ("其中逾期 1 项", "逾期未返", "共 800.00 元"))


def test_nobody_sees_the_list_or_the_part_of_another(world: World) -> None:
    part = one(world)

    assert "没有要返回的旧件" in page(world.e2, MINE)
    page(world.e2, f"{LIST}{part.number}/", 404)
    page(world.e1, f"{LIST}{part.number}/")


def test_a_reviewer_sees_what_his_department_bears(world: World) -> None:
    part = one(world)

    page(world.loss_rep, f"{LIST}{part.number}/", 200 if fresh(part) else 0)
    page(world.people["other_rep"], f"{LIST}{part.number}/", 404)


@pytest.mark.parametrize("lines", [(("motor", 1),), (("motor", 1), ("seal", 1), ("board", 2))])
def test_the_phone_takes_as_many_statements_for_one_as_for_three(
    world: World, lines, django_assert_num_queries
) -> None:
    owed(world, *lines)
    client = as_person(world.e1)
    client.get(MINE)

    with django_assert_num_queries(7):
        client.get(MINE)


def test_the_jobs_page_tells_of_them_in_one_line(world: World) -> None:
    owed(world, ("motor", 1), ("seal", 1))

    assert 'hx-get="/m/w/old-parts/"' in page(world.e1, "/m/")
    line = page(world.e1, MINE, **PARTIAL)
    assert ("旧件待返 2 项" in line, "845.00 元" in line, "<html" in line) == (True, True, False)
    assert "旧件" not in page(world.e2, MINE, **PARTIAL)


def test_the_work_page_loads_what_waits_for_the_reader(world: World) -> None:
    part = one(world)

    assert 'hx-get="/w/old-parts/"' in page(world.inspector, "/w/work/")
    section = page(world.clerk, LIST, **PARTIAL)
    assert (part.number in section, "<html" in section) == (True, False)
    assert "现在没有要处理的旧件" in page(world.inspector, LIST, **PARTIAL)
    assert OldPart.objects.count() == 1
