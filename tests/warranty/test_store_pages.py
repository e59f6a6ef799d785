"""What each role of the store sees at once: what waits, why, and the one act; in a fixed number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from tests import factories
from tests.warranty import store
from tests.warranty.store import ASKED
from tests.warranty.test_catalogue import BAD, GOOD, file
from warranty import services
from warranty.models import Claim, Part

LOOK = ASKED + timedelta(days=3)


@pytest.fixture
def world(db):
    world = factories.company()
    store.departments(world)
    store.stocked(40)
    return world


@pytest.fixture(autouse=True)
def now():
    with clock.travel(LOOK):
        yield LOOK


@pytest.fixture
def browser(world):
    def enter(username):
        client = Client()
        client.force_login(world.people[username])
        return client

    return enter


def statements(client, url):
    """The page, and how many statements its second reading took: the first warms what stays."""
    client.get(url)
    with CaptureQueriesContext(connection) as told:
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode(), len(told)


def two_of_each(world):
    """Claims in every state, two each, so that a statement a row would be seen."""
    first = store.approved(world, ("board", 1))
    ticket = first.ticket
    store.approved(world, ("board", 1), ticket=ticket)
    for make in (store.issued, store.signed, store.drawn, store.handed_over, store.shipped):
        make(world, ("board", 1), ("seal", 2), ticket=ticket)
        make(world, ("board", 1), ("seal", 2), ticket=ticket)
    for _time in range(2):
        store.handed_over(world, ("gearbox", 1), mode="freight", ticket=ticket)


ROLES = [
    ("statistician", {"待开三包单", "待领料", "待交运", "快件待寄出"}, "开三包单"),
    ("loss_rep", {"待审核签字"}, "审核"),
    ("freight", {"大件待发运"}, "登记发运"),
    ("keeper", {"待领料", "低于安全库存"}, "配件与库存"),
]
SECTIONS = {"待开三包单", "待审核签字", "待领料", "待交运", "快件待寄出", "大件待发运", "待通知服务人员"}


def test_each_role_lands_on_what_waits_for_it_and_nothing_else(world, browser):
    two_of_each(world)
    for who, titles, act in ROLES:
        answer = browser(who).get("/", follow=True)
        text = answer.content.decode()
        assert answer.redirect_chain[-1][0] == "/w/work/"
        assert {title for title in SECTIONS if f">{title} " in text} == titles & SECTIONS
        assert act in text
    text = browser("liaison").get("/w/work/").content.decode()
    assert text.count(">通知</a>") == 2
    assert "待通知服务人员" in text


def test_late_freight_is_marked(world, browser):
    store.handed_over(world, ("gearbox", 1), mode="freight")
    text = browser("freight").get("/w/work/").content.decode()
    assert 'class="is-late"' in text
    assert "超 " in text
    assert "2026-03-03 24:00" in text or "03-03 24:00" in text


PAGES = {
    ("statistician", "/w/work/"): 24, ("freight", "/w/work/"): 12, ("loss_rep", "/w/work/"): 12,
    ("statistician", "/w/claims/"): 8, ("keeper", "/w/stock/"): 9, ("e1", "/m/w/parts/"): 14,
}  # fmt: skip


def test_pages_ask_the_same_number_of_statements_for_many_rows(world, browser):
    two_of_each(world)
    browsers = {who: browser(who) for who, _url in PAGES}
    few = {(who, url): statements(browsers[who], url)[1] for who, url in PAGES}
    two_of_each(world)
    many = {(who, url): statements(browsers[who], url)[1] for who, url in PAGES}
    assert many == few
    assert {page: count for page, count in many.items() if count > PAGES[page]} == {}


def test_the_page_of_a_claim_tells_its_way_and_offers_the_act(world, browser):
    claim = store.issued(world, ("board", 1), ("seal", 2))
    url = f"/w/claims/{claim.number}/"
    text, count = statements(browser("loss_rep"), url)
    assert count <= 16
    assert "等责任部门审核签字" in text
    assert f"{url}sign-claim/" in text
    assert f"{url}refuse-claim/" in text
    assert f"{url}sign-claim/" not in browser("statistician").get(url).content.decode()


def test_a_department_without_a_reviewer_is_told(world, browser):
    claim = store.issued(world)
    world.loss_rep.department = None
    world.loss_rep.save(update_fields=["department"])
    assert "还没有责任部门审核人" in browser("statistician").get(f"/w/claims/{claim.number}/").content.decode()


def test_who_has_no_part_in_a_claim_does_not_know_of_it(world, browser):
    claim = store.issued(world)
    for who in ("other_rep", "freight", "e2"):
        assert browser(who).get(f"/w/claims/{claim.number}/").status_code == 404
    assert browser("finance").get(f"/w/claims/{claim.number}/").status_code == 403


def test_the_way_of_a_claim_in_the_browser(world, browser):
    request = store.approved(world, ("gearbox", 1))
    posts = iter(range(100))

    def post(who, url, **given):
        answer = browser(who).post(url, {"_key": f"way-{next(posts)}", **given})
        assert answer.status_code in (302, 303), answer.content.decode()

    post("statistician", f"/w/requests/{request.number}/issue-claim/")
    claim = Claim.objects.get()
    url = f"/w/claims/{claim.number}/"
    post("loss_rep", f"{url}sign-claim/")
    post("statistician", f"{url}draw-parts/", warehouse=str(store.Warehouse.objects.get().pk))
    assert 'value="freight"' in browser("statistician").get(f"{url}hand-over/").content.decode()
    post("statistician", f"{url}hand-over/", mode="freight")
    post("freight", f"{url}ship/", waybill="HY20260305", expected_on="2026-03-09")
    post("liaison", f"{url}inform-engineer/")
    text = browser("e1").get("/m/w/parts/").content.decode()
    assert "HY20260305" in text
    post("e1", f"{url}receive-parts/")
    text = browser("e1").get("/m/w/parts/").content.decode()
    assert "我的包" in text
    post("e1", f"{url}give-back/{Part.objects.get(code='gearbox').pk}/", quantity="1",
         warehouse=str(store.Warehouse.objects.get().pk))  # fmt: skip
    assert Claim.objects.get().state == "received"


def test_too_few_in_stock_are_told_on_the_form(world, browser):
    claim = store.signed(world, ("board", 41))
    answer = browser("statistician").post(
        f"/w/claims/{claim.number}/draw-parts/", {"_key": "few", "warehouse": store.Warehouse.objects.get().pk}
    )
    assert answer.status_code == 422
    assert "只有 40 件，需要 41 件" in answer.content.decode()


def test_stock_is_narrowed_and_marked(world, browser):
    board = Part.objects.get(code="board")
    services.set_safety_stock(
        part=board, warehouse=store.Warehouse.objects.get(), safety=50, actor=world.keeper, now=LOOK
    )
    client = browser("keeper")
    text = client.get("/w/stock/", {"low": "1"}).content.decode()
    assert "控制板" in text
    assert "密封圈" not in text
    assert "1 种低于安全库存" in text
    assert "没有符合条件的配件" in client.get("/w/stock/", {"q": "涡轮"}).content.decode()


def test_a_file_is_checked_first_and_then_imported(world, browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(content, how, key):
        upload = SimpleUploadedFile("parts.xlsx", content)
        place = store.Warehouse.objects.get().pk
        return browser("keeper").post(
            "/w/stock/import-parts/", {"_key": key, "file": upload, "how": how, "warehouse": place}
        )

    text = send(file(*BAD), "check", "one").content.decode()
    assert "检查结果（没有写入）" in text
    assert "与第 1 行重复，请只保留一行" in text
    refused = send(file(*BAD), "whole", "two")
    assert refused.status_code == 422
    assert "有 4 行被拒绝" in refused.content.decode()
    assert not Part.objects.filter(code="ZK-0101").exists()
    assert "新增 2, 更新 0" in send(file(*GOOD), "whole", "three").content.decode()


def test_the_ledger_of_a_part_names_the_slips(world, browser):
    claim = store.drawn(world, ("board", 2))
    part = Part.objects.get(code="board")
    text, count = statements(browser("keeper"), f"/w/parts/{part.pk}/")
    assert claim.number in text
    assert count <= 9
