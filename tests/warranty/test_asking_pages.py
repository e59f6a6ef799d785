"""Pages of reports, requests, fees and purchases, for each of their readers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from core import clock
from scenarios.evidence import papers
from tests.factories import World, dispatched, on_site
from tests.warranty import store
from tests.warranty.asking import TOLD, accepted, apply, ask, buy, fresh, judged, refused, submit
from tests.warranty.store import ASKED
from warranty import services
from warranty.models import AnomalyReport, FeeApplication, PartsRequest, Purchase

Browser = Callable[[str], Client]
_keys = iter(range(10**6))


def sent(**given: object) -> dict[str, object]:
    return {"_key": f"asking-{next(_keys)}", **given}


@pytest.fixture(autouse=True)
def now(settings, tmp_path) -> Iterator[datetime]:
    settings.MEDIA_ROOT = tmp_path
    with clock.travel(ASKED):
        yield ASKED


@pytest.fixture
def browser(world: World) -> Browser:
    """`browser("liaison")` is the browser of that person."""
    store.departments(world)
    store.stocked()

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(world.people[username])
        return client

    return enter


def test_report_is_drafted_and_sent_from_the_phone(world: World, browser: Browser) -> None:
    ticket, phone = on_site(world), browser("e1")
    url = f"/m/{ticket.number}/report/"

    phone.post(url, sent(save="1", work_done="拆检泵头"))
    assert phone.get(url).context["form"]["work_done"].value() == "拆检泵头"
    empty = phone.post(url, sent(send="1", work_done="拆检泵头"))
    answer = phone.post(url, sent(send="1", **TOLD, photos=papers(1)))

    assert empty.status_code == 422
    assert "请填写" in empty.content.decode()
    report = AnomalyReport.objects.get()
    assert (answer["Location"], report.state) == (f"/w/reports/{report.number}/", "received")
    assert "等待客户联络员核对" in phone.get(answer["Location"]).content.decode()


def test_phone_asks_why_he_was_not_there(world: World, browser: Browser) -> None:
    ticket, phone = dispatched(world), browser("e1")

    page = phone.get(f"/m/{ticket.number}/report/")

    assert page.context["form"]["not_reached"].value() is True


def test_refusal_stands_on_the_phone_with_its_reasons_and_the_way_to_revise(world: World, browser: Browser) -> None:
    report, phone = refused(world, submit(world)), browser("e1")

    page = phone.get(f"/w/reports/{report.number}/").content.decode()
    form = phone.get(f"/m/{report.ticket.number}/report/")

    assert "未分析异常原因" in page
    assert "修订后重新提交" in page
    assert form.context["form"]["analysis"].value() == TOLD["analysis"]
    assert phone.get("/m/").context["jobs"][0].next.label == "修订异常报告"


def test_li_na_checks_the_oldest_first_and_decides_in_a_dialog(world: World, browser: Browser) -> None:
    desk = browser("liaison")
    first, second = submit(world), submit(world, on_site(world, serial="P2"))

    rows = desk.get("/w/reports/").context["rows"]
    assert [row.report.pk for row in rows] == [first.pk, second.pk]
    empty = desk.post(f"/w/reports/{first.number}/refuse-report/", sent(reasons=""), headers={"HX-Request": "true"})
    desk.post(f"/w/reports/{first.number}/refuse-report/", sent(reasons="未写型号"))
    desk.post(f"/w/reports/{second.number}/accept-report/", sent())

    assert (empty.status_code, empty["HX-Retarget"]) == (422, "#dialog-body")
    assert (fresh(first).state, fresh(second).state) == ("refused", "accepted")
    assert "没有待核对的报告" in desk.get("/w/reports/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_to_check_reads_a_fixed_number_of_statements(
    world: World, browser: Browser, rows: int, django_assert_max_num_queries
) -> None:
    ticket = on_site(world)
    for _ in range(rows):
        submit(world, ticket)

    desk = browser("liaison")
    desk.get("/w/reports/")
    with django_assert_max_num_queries(20):
        desk.get("/w/reports/")


def test_parts_are_chosen_with_their_sum_and_signer_in_sight(world: World, browser: Browser) -> None:
    desk = browser("liaison")
    report = accepted(world)
    url = f"/w/reports/{report.number}/parts/"

    page = desk.get(url, {"part": ["board", "seal"], "qty": ["1", "2"]})
    found = desk.get(url, {"q": "齿轮"}, headers={"HX-Request": "true"})
    more = desk.get(url, {"part": ["board"], "qty": ["1"], "add": "motor"}, headers={"HX-Request": "true"})
    less = desk.get(url, {"part": ["board", "seal"], "qty": ["1", "2"], "drop": "board"})
    desk.post(url, sent(part=["board", "seal"], qty=["1", "2"]))

    assert (page.context["total"], page.context["signer"]) == (Decimal("390.00"), "技质部长")
    assert [part.code for part in found.context["found"]] == ["gearbox"]
    assert (more.context["total"], less.context["total"]) == (Decimal("1100.00"), Decimal("90.00"))
    assert [str(request.total) for request in PartsRequest.objects.all()] == ["390.00"]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "viele", "", "99999", "２"])
def test_quantity_that_is_none_is_refused_and_kept_on_the_page(
    world: World, browser: Browser, quantity: str
) -> None:
    desk, report = browser("liaison"), accepted(world)

    answer = desk.post(f"/w/reports/{report.number}/parts/", sent(part=["board"], qty=[quantity]))

    assert answer.status_code == 422
    assert "数量须为" in answer.content.decode()
    assert not PartsRequest.objects.exists()


def test_lines_are_changed_from_those_that_stand(world: World, browser: Browser) -> None:
    desk, request = browser("liaison"), ask(world)
    url = f"/w/requests/{request.number}/lines/"

    assert [row[0].code for row in desk.get(url).context["rows"]] == ["board"]
    desk.post(url, sent(part=["seal"], qty=["3"]))

    assert (fresh(request).revision, str(fresh(request).total)) == (2, "135.00")
    assert "第 2 次修订" in desk.get(f"/w/requests/{request.number}/").content.decode()


def test_ticket_shows_reports_and_papers_where_each_stands(world: World, browser: Browser) -> None:
    desk, request = browser("liaison"), ask(world)
    number = request.ticket.number

    assert request.report.number in desk.get(f"/tickets/{number}/anomaly-reports/").content.decode()
    told = desk.get(f"/tickets/{number}/papers/").content.decode()
    assert request.number in told
    assert "等待服务主管" in told
    assert desk.get(f"/tickets/{number}/").context["turn"] == "等待配件或急购件"


def test_phone_says_what_the_job_waits_for(world: World, browser: Browser) -> None:
    request, phone = ask(world), browser("e1")

    job = phone.get("/m/").context["jobs"][0]

    assert (job.next, job.waits) == (None, f"待配件 {request.number}")
    assert request.number in phone.get(f"/m/{request.ticket.number}/papers/").content.decode()


def test_money_is_asked_for_on_the_phone_and_settled_there(world: World, browser: Browser) -> None:
    ticket, phone = on_site(world), browser("e1")
    url = f"/m/{ticket.number}/fee/"

    wrong = phone.post(url, sent(amount="300", reason="租用吊车", what_1="吊车", amount_1="200"))
    phone.post(url, sent(amount="300", reason="租用吊车", what_1="吊车", amount_1="300"))
    fee = FeeApplication.objects.get()
    services.approve(document=judged(world, fee), actor=world.supervisor, now=ASKED)
    assert "核销现场服务费" in phone.get(f"/w/fees/{fee.number}/").content.decode()
    phone.post(f"/w/fees/{fee.number}/settle/", sent(actual="280.50", receipts=papers(1)))

    assert wrong.status_code == 422
    assert (fresh(fee).state, str(fresh(fee).actual)) == ("settled", "280.50")


def test_purchase_is_asked_for_on_its_report_and_only_once(world: World, browser: Browser) -> None:
    phone = browser("e1")
    report = accepted(world, kind="purchase", budget=Decimal(290))

    page = f"/w/reports/{report.number}/"
    assert "申请急需购件" in phone.get(page).content.decode()
    answer = phone.post(f"{page}purchase/", sent(budget="290"))

    purchase = Purchase.objects.get()
    assert answer["Location"] == f"/w/purchases/{purchase.number}/"
    assert "申请急需购件</a>" not in phone.get(page).content.decode()


def test_ye_wei_reports_a_purchase_by_the_number_of_the_ticket(world: World, browser: Browser) -> None:
    ticket, desk = on_site(world), browser("salesperson")

    led = desk.get("/w/purchase-reports/", {"number": ticket.number.lower()})
    desk.post(f"/m/{ticket.number}/report/?kind=purchase", sent(send="1", **TOLD, budget="150"))
    unknown = desk.get("/w/purchase-reports/", {"number": "T9999-9999"})

    report = AnomalyReport.objects.get()
    assert led["Location"] == f"/m/{ticket.number}/report/?kind=purchase"
    assert (report.kind, report.author, report.state) == ("purchase", world.salesperson, "received")
    assert report.number in desk.get("/w/purchase-reports/").content.decode()
    assert unknown.status_code == 404


def test_papers_out_of_sight_do_not_exist(world: World, browser: Browser) -> None:
    stranger = browser("e2")
    purchase, fee = buy(world, "100"), apply(world, "100")

    for url in (f"/w/reports/{purchase.report.number}/", f"/w/purchases/{purchase.number}/", f"/w/fees/{fee.number}/"):
        assert stranger.get(url).status_code == 404


def test_supervisor_is_led_to_the_signature(world: World, browser: Browser) -> None:
    fee, supervisor = apply(world, "100"), browser("supervisor")

    assert "/admin/approvals/signoff/" in supervisor.get(f"/w/fees/{fee.number}/").content.decode()
    assert "/admin/approvals/signoff/" not in browser("e1").get(f"/w/fees/{fee.number}/").content.decode()


def test_who_reported_from_afar_has_still_to_get_there(world: World, browser: Browser) -> None:
    phone = browser("e1")
    accepted(world, dispatched(world), not_reached=True, not_reached_reason="塌方", described_by_user="压力低")

    job = phone.get("/m/").context["jobs"][0]

    assert job.next.act == "arrive"
    assert [step.act for step in job.others] == ["start_work", "escalate"]
