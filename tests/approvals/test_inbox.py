"""The sign-off inbox in the admin: what waits for me, one page to decide on, several at once (W1 to W5)."""

from copy import copy
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import delegate
from approvals.models import SignOff
from approvals.states import SignOffState
from core import clock
from core.errors import NotAllowed
from core.idempotency import FIELD, fresh_key
from tests.approvals import desk as real
from tests.approvals.desk import Desk, judge, part, reported, request, sign_in, sign_off, url, waiting
from tests.approvals.papers import NOW
from warranty import services
from warranty.models import PartsRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world):
    """It is noon."""
    real.departments()
    with clock.travel(NOW):
        yield world


@pytest.fixture
def desk_of(world):
    """`desk_of("head")` is that person's browser."""
    return lambda name: sign_in(world.people[name])


def rows(answer) -> list[int]:
    return [row.pk for row in answer.context["cl"].result_list]


def state(document) -> str:
    return sign_off(document).state


def queries(desk: Desk, where: str) -> int:
    desk.get(where)
    with CaptureQueriesContext(connection) as found:
        assert desk.get(where).status_code == 200
    return len(found)


# -- the list
def test_the_list_begins_with_what_waits_for_me_the_longest_first(world, desk_of):
    small, middle, large = (waiting(world, price) for price in ("100.00", "500.00", "1500.00"))
    unjudged = request(world, "5000.00")

    assert rows(desk_of("supervisor").get(url("changelist"))) == [sign_off(small).pk, sign_off(unjudged).pk]
    assert rows(desk_of("head").get(url("changelist"))) == [sign_off(middle).pk]
    assert rows(desk_of("gm").get(url("changelist"))) == [sign_off(large).pk]
    assert len(rows(desk_of("gm").get(url("changelist") + "?turn=open"))) == 4


def test_a_row_tells_what_how_much_who_and_since_when(world, desk_of):
    report = reported(world)
    waiting(world, "200.00", report)
    waiting(world, "1200.00", report)
    small = waiting(world, "150.00", report)

    with clock.travel(NOW + timedelta(hours=5)):
        page = desk_of("supervisor").get(url("changelist")).content.decode()

    for told in (small.number, small.ticket.number, "重庆江北机械厂", "150.00", "待服务主管签批", "生产部", "李娜", "5:00", "合计跨档"):
        assert told in page, told


def test_who_waits_for_nothing_is_told_so_and_sees_what_waits_for_others(world, desk_of):
    paper = waiting(world, "100.00")

    answer = desk_of("head").get(url("changelist"))
    assert rows(answer) == [sign_off(paper).pk]
    assert "没有等您判定或签批的申请" in desk_of("head").get(url("changelist") + "?turn=mine").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("turn=all&kind=parts_issue", 2), ("turn=all&kind=service_fee", 1), ("turn=all&kind=nope", 3),
        ("turn=all&role=dept_head", 1), ("turn=all&department=production", 2), ("turn=all&department=supply_sales", 0),
        ("turn=approved", 1), ("turn=rejected", 0), ("turn=nope", 2), ("turn=all&q=FJ", 0),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(world, desk_of, query, found):
    waiting(world, "500.00")
    done = waiting(world, "100.00")
    services.approve(document=done, actor=world.supervisor, now=NOW)
    real.fee(world, "80.00")

    answer = desk_of("auditor").get(f"{url('changelist')}?{query}")
    assert len(rows(answer)) == found


def test_lookups_that_no_filter_offers_are_refused(world, desk_of):
    waiting(world, "500.00")
    for probe in ("submitted_by__password__startswith=p", "content__contains=x", "judgement__loss_department=x"):
        answer = desk_of("head").get(f"{url('changelist')}?turn=all&{probe}")
        assert answer.status_code in (302, 400), probe


def test_the_list_costs_the_same_for_few_and_for_many(world, desk_of):
    def more() -> None:
        waiting(world, "500.00")
        judge(world, real.fee(world, "400.00"))
        judge(world, real.purchase(world, "350.00"))

    desk = desk_of("head")
    more()
    few = queries(desk, url("changelist"))
    for _ in range(3):
        more()

    assert queries(desk, url("changelist")) == few
    assert few <= 22


def many(one: SignOff) -> None:
    """Two thousand others like it, none of which anybody asks for: on an empty table every index is as good."""
    rows = []
    for number in range(1, 2001):
        row = SignOff.objects.get(pk=one.pk) if number == 1 else copy(rows[0])
        row.pk, row.subject_id, row.group_id = None, 10_000 + number, 10_000 + number
        row.next_role, row.remind_at = "general_manager", NOW + timedelta(days=number)
        rows.append(row)
    SignOff.objects.bulk_create(rows)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ({"next_role": "dept_head", "state__in": ("judging", "waiting")}, "sign_off_waiting"),
        ({"subject_type": "warranty.partsrequest", "subject_id": 1}, "sign_off_by_subject"),
        ({"group_type": "tickets.ticket", "group_id": 1}, "sign_off_by_group"),
        ({"remind_at__lte": NOW, "state__in": ("judging", "waiting")}, "sign_off_remind"),
    ],
)
def test_what_is_asked_for_has_its_index(world, condition, index):
    many(sign_off(waiting(world, "1500.00")))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE approvals_signoff")
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in SignOff.objects.filter(**condition).order_by().explain()


# -- the page
def test_one_page_tells_everything_that_one_decides_by(world, desk_of):
    report = reported(world)
    waiting(world, "300.00", report)
    paper = waiting(world, "1234.00", report)

    page = desk_of("gm").get(url("change", sign_off(paper).pk)).content.decode()

    for told in (
        "1,234.00 元", "1,234.00 &gt; 1,000 → 总经理（条款 6.4）", paper.number, paper.ticket.number, "重庆江北机械厂",
        "控制板 1234.00", "P-1234.00", "密封件老化导致压力下降", "更换损坏件", "/files/", "生产部", "苏敏", "合计", "1,534.00",
        "保内", "压力上不来", "提交签批", "判定责任", sign_off(paper).content_hash[:12], "制度第 1 版",
    ):  # fmt: skip
        assert told in page, told


def test_fees_and_purchases_have_their_page_too(world, desk_of):
    fee, purchase = judge(world, real.fee(world, "400.00")), judge(world, real.purchase(world, "350.00"))
    desk = desk_of("head")

    page = desk.get(url("change", sign_off(fee).pk)).content.decode()
    assert all(told in page for told in ("设备移位", "吊车", "400.00", "生产部装配", "合理"))
    page = desk.get(url("change", sign_off(purchase).pk)).content.decode()
    assert all(told in page for told in ("购件预算", "350.00", "现场停机", "生产部", "10.00"))


def test_an_earlier_repair_of_the_machine_is_told_with_its_parts(world, desk_of):
    earlier = waiting(world, "200.00", now=NOW - timedelta(days=30))
    services.approve(document=earlier, actor=world.supervisor, now=NOW - timedelta(days=30))
    paper = waiting(world, "500.00")

    [job] = desk_of("head").get(url("change", sign_off(paper).pk)).context["case"].jobs
    assert (job.ticket, job.parts) == (earlier.ticket, Decimal("200.00"))


def test_the_page_costs_the_same_for_few_and_for_many(world, desk_of):
    report, desk = reported(world), desk_of("head")
    waiting(world, "100.00", report, now=NOW)
    paper = waiting(world, "500.00", report)
    where = url("change", sign_off(paper).pk)
    waiting(world, "100.00", now=NOW - timedelta(days=1))
    few = queries(desk, where)
    for day in (10, 20, 30):
        waiting(world, "100.00", now=NOW - timedelta(days=day))
        waiting(world, "100.00", report)

    assert queries(desk, where) == few
    assert few <= 36


# -- judge, approve, reject
JUDGEMENTS = [
    (lambda world: request(world, "500.00"), {"loss_department": "production"}, {"loss_department": "production"}),
    (lambda world: real.fee(world, "50.00"), {"responsibility": "用户", "reasonable": "no"},
     {"responsibility": "用户", "reasonable": False}),
    (lambda world: real.purchase(world, "50.00"),
     {"necessity": "停机", "consulted": "supply_sales", "consulted_cost": "60.00"},
     {"necessity": "停机", "consulted": "supply_sales", "consulted_cost": "60.00"}),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "given", "judged"), JUDGEMENTS)
def test_the_supervisor_judges_on_the_page(world, desk_of, ask, given, judged):
    paper = ask(world)
    desk, pk = desk_of("supervisor"), sign_off(paper).pk

    fields = desk.get(url("change", pk)).context["forms"]["judge"]["form"].fields
    assert set(fields) == set(given)
    answer = desk.send(url("judge", pk), **dict.fromkeys(given, ""))
    assert (answer.status_code, state(paper)) == (422, SignOffState.JUDGING)
    assert desk.send(url("judge", pk), **given).status_code == 302
    assert sign_off(paper).judgement == judged


def test_the_page_signs_what_it_showed_and_the_paper_follows(world, desk_of):
    paper = waiting(world, "500.00")
    row, desk = sign_off(paper), desk_of("head")
    page = desk.get(url("change", row.pk)).content.decode()
    assert f'name="seen" value="{row.content_hash}"' in page

    assert desk.send(url("approve", row.pk), seen=row.content_hash, reason="同意").status_code == 302
    paper = PartsRequest.objects.get()
    assert (state(paper), paper.state, sign_off(paper).reason) == ("approved", "approved", "同意")


def test_a_page_from_before_a_change_signs_nothing(world, desk_of):
    paper = waiting(world, "500.00")
    old = sign_off(paper)
    services.change_lines(request=paper, lines=[{"part": part("900.00"), "qty": 1}], actor=world.liaison, now=NOW)
    judge(world, PartsRequest.objects.get())
    desk = desk_of("head")

    assert desk.send(url("approve", old.pk), seen=old.content_hash).status_code == 409
    assert desk.send(url("approve", sign_off(paper).pk), seen=old.content_hash).status_code == 409
    assert state(paper) == SignOffState.WAITING


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(world, desk_of):
    paper = waiting(world, "500.00")
    desk, where = desk_of("head"), url("reject", sign_off(paper).pk)

    assert desk.send(where, reason=" ").status_code == 422
    assert desk.send(where, reason="不属于三包").status_code == 302
    assert (state(paper), sign_off(paper).reason) == ("rejected", "不属于三包")


def test_the_same_form_sent_twice_signs_once(world, desk_of):
    paper = waiting(world, "500.00")
    desk, key, row = desk_of("head"), fresh_key(), sign_off(paper)

    answers = [desk.post(url("approve", row.pk), {FIELD: key, "seen": row.content_hash}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_who_comes_second_is_told_who_was_first(world, desk_of):
    paper = waiting(world, "500.00")
    desk_of("head").send(url("approve", sign_off(paper).pk))

    answer = desk_of("gm").send(url("reject", sign_off(paper).pk), reason="太贵")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "何部长" in page
    assert "12:00:00" in page


# -- who may not, and why
def reasons(answer) -> dict[str, str]:
    return {str(button.label): str(button.disabled) for button in answer.context["page"].buttons}


def test_another_role_and_an_own_case_are_explained(world, desk_of):
    paper = waiting(world, "1500.00")
    pk = sign_off(paper).pk

    assert reasons(desk_of("head").get(url("change", pk))) == dict.fromkeys(["批准", "驳回"], "此金额须由总经理签批")
    assert reasons(desk_of("gm").get(url("change", pk))) == {"批准": "", "驳回": ""}
    assert reasons(desk_of("auditor").get(url("change", pk))) == {}
    unjudged = desk_of("gm").get(url("change", sign_off(request(world, "1.00")).pk))
    assert reasons(unjudged) == dict.fromkeys(["批准", "驳回"], "尚未判定责任，判定后才能签批")

    row = SignOff.objects.get(pk=pk)
    row.concerned.add(world.gm)
    page = desk_of("gm").get(url("change", pk))
    assert reasons(page) == dict.fromkeys(["批准", "驳回"], "不能审批或裁决与本人有关的事项")
    assert "forms" not in page.context or not page.context["forms"]


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_posting_past_the_page_is_refused(world, desk_of, act):
    paper = waiting(world, "1500.00", author=world.liaison)
    pk = sign_off(paper).pk
    for name in ("head", "auditor", "liaison", "statistician"):
        assert desk_of(name).send(url(act, pk), reason="x").status_code == 403, name
    for name in ("e1", "keeper", "finance", "administrator"):
        assert desk_of(name).send(url(act, pk), reason="x").status_code in (403, 404), name
    SignOff.objects.get(pk=pk).concerned.add(world.gm)
    assert desk_of("gm").send(url(act, pk), reason="x").status_code == 403
    assert state(paper) == SignOffState.WAITING


def test_a_deputy_finds_what_waits_for_the_role_he_stands_in_for(world, desk_of):
    delegate(
        principal=world.head, deputy=world.clerk, role="dept_head", until=NOW + timedelta(days=2), actor=world.head,
        now=NOW - timedelta(hours=1),
    )  # fmt: skip
    paper = waiting(world, "500.00")
    desk = desk_of("clerk")

    assert rows(desk.get(url("changelist"))) == [sign_off(paper).pk]
    assert desk.send(url("approve", sign_off(paper).pk)).status_code == 302
    assert sign_off(paper).signed_role == "dept_head"


def test_a_role_of_another_trade_sees_what_is_its_own_to_sign(world, desk_of):
    paper = waiting(world, "500.00")
    desk = desk_of("sales_director")

    assert desk.get(url("change", sign_off(paper).pk)).status_code == 404
    SignOff.objects.filter(pk=sign_off(paper).pk).update(next_role="sales_director")
    assert desk.get(url("change", sign_off(paper).pk)).status_code == 200


# -- several at once
def choose(*papers, **more: object) -> dict[str, object]:
    return {"action": "approve_many", "_selected_action": [sign_off(paper).pk for paper in papers], **more}


def test_several_are_shown_first_and_signed_each_for_itself(world, desk_of):
    mine = [waiting(world, price) for price in ("100.00", "200.00")]
    high, own, unjudged = waiting(world, "500.00"), waiting(world, "50.00"), request(world, "1.00")
    sign_off(own).concerned.add(world.supervisor)
    desk, where = desk_of("supervisor"), f"{url('changelist')}?turn=open"

    page = desk.post(where, choose(*mine, high, own, unjudged))
    assert [row.pk for row, *_rest in page.context["fit"]] == [sign_off(paper).pk for paper in mine]
    assert {row.subject_id: why for row, _paper, why in page.context["rest"]} == {
        high.pk: "此金额须由技质部长签批", own.pk: "不能审批或裁决与本人有关的事项",
        unjudged.pk: "尚未判定责任，判定后才能签批",
    }  # fmt: skip
    assert "将批准 2 项，合计 300.00 元" in page.content.decode()
    assert {state(paper) for paper in mine} == {"waiting"}

    seen = {f"seen-{sign_off(paper).pk}": sign_off(paper).content_hash for paper in mine}
    assert desk.send(where, **choose(*mine, high, own, unjudged, confirmed="1"), **seen).status_code == 302
    assert [state(paper) for paper in (*mine, high, own, unjudged)] == [
        "approved", "approved", "waiting", "waiting", "judging",
    ]  # fmt: skip


def test_one_that_changed_meanwhile_stays_behind_alone(world, desk_of):
    good, changed = waiting(world, "100.00"), waiting(world, "200.00")
    seen = {f"seen-{sign_off(good).pk}": sign_off(good).content_hash, f"seen-{sign_off(changed).pk}": "0" * 64}

    desk_of("supervisor").send(url("changelist"), **choose(good, changed, confirmed="1"), **seen)
    assert (state(good), state(changed)) == ("approved", "waiting")


def test_what_was_not_on_the_confirmation_page_is_not_signed(world, desk_of):
    paper = waiting(world, "100.00")
    desk_of("supervisor").send(url("changelist"), **choose(paper, confirmed="1"))
    assert state(paper) == "waiting"


def test_several_without_a_key_or_by_a_reader_do_nothing(world, desk_of):
    paper = waiting(world, "100.00")
    assert desk_of("supervisor").post(url("changelist"), choose(paper, confirmed="1")).status_code == 400
    desk_of("auditor").send(url("changelist"), **choose(paper, confirmed="1"))
    assert state(paper) == "waiting"


def test_the_start_page_counts_what_waits_for_me(world, desk_of):
    waiting(world, "500.00")
    counts = {name: {item["title"]: item["count"] for item in desk_of(name).get("/admin/").context["todo"]}
              for name in ("head", "supervisor")}  # fmt: skip
    assert (counts["head"]["审批"], counts["supervisor"]["审批"]) == (1, 0)


def test_the_page_is_registered_with_the_rights_of_the_matrix():
    admin = site.get_model_admin(SignOff)
    assert admin.page_name == "admin:approvals_signoff"
    assert str(NotAllowed.message) == "您的岗位不能执行此操作"
