"""Parts, stock and claims in the admin: lists in a fixed number of statements, and a parts file with its refusals."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.idempotency import fresh_key
from tests import factories
from tests.warranty import store
from tests.warranty.test_catalogue import BAD, GOOD, file
from warranty.models import Part

LISTS = ("claim", "part", "stock")


@pytest.fixture
def world(db):
    with clock.travel(store.ASKED):
        world = factories.company()
        store.departments(world)
        store.stocked(40)
        yield world


def enter(world, who):
    client = Client()
    client.force_login(world.people[who])
    return client


def read(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as told:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode(), len(told)


def test_lists_cost_the_same_for_many_rows(world):
    client = enter(world, "head")
    first = store.signed(world, ("board", 1))
    few = {name: read(client, f"/admin/warranty/{name}/")[1] for name in LISTS}
    for number in range(8):
        store.part(f"X-{number}")
    for _time in range(3):
        store.issued(world, ("seal", 1), ticket=first.ticket)
    text, _count = read(client, "/admin/warranty/claim/")
    assert {name: read(client, f"/admin/warranty/{name}/")[1] for name in LISTS} == few
    assert max(few.values()) <= 16
    assert "等领料（综合统计员）" in text
    assert first.number in text


def test_each_page_opens_and_leads_on(world):
    client, claim = enter(world, "statistician"), store.drawn(world, ("board", 2))
    board = Part.objects.get(code="board")
    assert claim.get_absolute_url() in client.get(f"/admin/warranty/claim/{claim.pk}/").content.decode()
    text = client.get(f"/admin/warranty/part/{board.pk}/").content.decode()
    assert claim.get_absolute_url() in text
    assert "修改配件" in text
    assert "修改配件" not in enter(world, "head").get(f"/admin/warranty/part/{board.pk}/").content.decode()
    row = board.stocks.get()
    assert "配件库" in client.get(f"/admin/warranty/stock/{row.pk}/").content.decode()
    assert client.get("/admin/warranty/stock/?low=1").status_code == 200
    assert client.get("/admin/warranty/stock/?low=bags&q=zzz").status_code == 200


def test_engineers_and_strangers_see_none_of_it(world):
    for name in LISTS:
        assert enter(world, "e1").get(f"/admin/warranty/{name}/").status_code in (302, 403)
        assert enter(world, "salesperson").get(f"/admin/warranty/{name}/").status_code == 403


def test_a_file_with_bad_rows_is_refused_with_each_row_or_leaves_them_out(world):
    client, url = enter(world, "statistician"), "/admin/warranty/part/bring/"
    assert client.get(url).status_code == 200

    def send(content, **given):
        upload = SimpleUploadedFile("parts.xlsx", content)
        return client.post(url, {"_key": fresh_key(), "file": upload, **given}, follow=True)

    place = store.Warehouse.objects.get().pk
    refused = send(file(*BAD), whole="on", warehouse=place)
    assert refused.status_code == 422
    assert "第 3 行 件号“ZK-0101”：与第 1 行重复" in refused.content.decode()
    assert not Part.objects.filter(code="ZK-0101").exists()
    assert "新增 1, 更新 0, 未变 0, 拒绝 4" in send(file(*BAD), warehouse=place).content.decode()
    assert "新增 1, 更新 0, 未变 1, 拒绝 0" in send(file(*GOOD), whole="on", warehouse=place).content.decode()


def test_a_part_is_added_and_edited_by_its_acts(world):
    client = enter(world, "statistician")
    added = client.post("/admin/warranty/part/add/", {
        "_key": fresh_key(), "code": "PCB-9", "name": "控制板", "unit": "块", "ex_works_price": "300.00",
    }, follow=True)  # fmt: skip
    assert added.status_code == 200
    part = Part.objects.get(code="PCB-9")
    wrong = client.post(f"/admin/warranty/part/{part.pk}/edit/", {
        "_key": fresh_key(), "name": "控制板", "unit": "块", "ex_works_price": "-3", "active": "on",
    })  # fmt: skip
    assert wrong.status_code == 422
    assert "不能为负" in wrong.content.decode()
