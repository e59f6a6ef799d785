"""Bulletins as pages: read at the desk and on the phone, confirmed, printed, published from a complaint, withdrawn."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.clock import travel
from penalties import services
from penalties.models import Bulletin
from tests.factories import company, moment
from tickets import services as tickets

NOON = moment("2026-03-02 12:00:00")


@pytest.fixture
def world(db):
    """The head has published about what E1 did."""
    world = company()
    world.one = services.publish_bulletin(
        title="未戴安全帽上机", text="三月一日在用户现场未戴安全帽。\n请全体人员引以为戒。", clause="7.2",
        persons=[world.e1], actor=world.head, now=NOON,
    )  # fmt: skip
    return world


def opened(client, person, name, *args, query="", **post):
    client.force_login(person)
    with travel(NOON):
        address = reverse(f"penalties:{name}", args=args) + query
        return client.post(address, {"_key": uuid4().hex, **post}) if post else client.get(address)


@pytest.mark.parametrize(("who", "shell"), [("e2", "phone-tabs"), ("clerk", "sidenav"), ("auditor", "sidenav")])
def test_everybody_reads_it_in_his_own_shell(client, world, who, shell):
    page = opened(client, world.people[who], "bulletin", world.one.number).content.decode()
    for words in ("未戴安全帽上机", "请全体人员引以为戒", "条款 7.2", shell):
        assert words in page, words
    assert "阅读情况" not in page
    assert ("确认已阅" in page) == (who != "auditor")
    assert world.one.number in opened(client, world.people[who], "bulletins").content.decode()


def test_who_has_confirmed_is_counted_and_the_unread_list_empties(client, world):
    number = world.one.number
    assert len(opened(client, world.e2, "bulletins", query="?unread=1").context["shown"].rows) == 1
    assert opened(client, world.e2, "acknowledge_bulletin", number, seen="1").status_code == 302
    assert opened(client, world.e2, "bulletins", query="?unread=1").context["shown"].rows == []
    readers = opened(client, world.head, "bulletin", number).context["readers"]
    assert (readers.read, world.e2.name in readers.waiting, world.e1.name in readers.waiting) == (1, False, True)
    assert readers.told == len(readers.waiting) + 1


def test_the_paper_says_when_it_was_withdrawn(client, world):
    def text():
        answer = opened(client, world.e2, "bulletin_pdf", world.one.number)
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")

    assert "未戴安全帽上机" in text()
    assert opened(client, world.gm, "withdraw_bulletin", world.one.number, reason="查无此事").status_code == 302
    assert "本通报已撤回：查无此事" in text()
    assert opened(client, world.gm, "withdraw_bulletin", world.one.number, reason="再撤").status_code == 409


def test_it_is_published_from_a_verified_complaint_with_names_that_are_clear(client, world):
    complaint = tickets.file_complaint(addressee="tech_quality", content="推诿", persons=[world.e2], actor=world.clerk,
                                       now=NOON)  # fmt: skip
    tickets.verify_complaint(complaint=complaint, service_caused=True, finding="属实", actor=world.gm, now=NOON)
    page = opened(client, world.head, "publish_bulletin", query=f"?complaint={complaint.number}")
    given = {name: page.context["form"].initial[name] for name in ("title", "text", "persons", "clause", "complaint")}
    assert opened(client, world.head, "publish_bulletin", **{**given, "persons": "无此人"}).status_code == 422
    assert opened(client, world.head, "publish_bulletin", **given).status_code == 302
    done = Bulletin.objects.get(complaint=complaint)
    assert (list(done.persons.all()), done.clause) == ([world.e2], "9.12")
    assert opened(client, world.clerk, "publish_bulletin", **given).status_code == 403
    lost = opened(client, world.head, "publish_bulletin", **{**given, "complaint": "", "proposal": "9" * 5000})
    assert (lost.status_code, Bulletin.objects.count()) == (422, 2)
    assert "没有找到通报所依据的" in lost.content.decode()
    assert opened(client, world.head, "bulletins", query=f"?before={'9' * 5000}").status_code == 200


@pytest.mark.parametrize("more", [0, 4])
def test_the_list_costs_the_same_however_many(client, world, django_assert_max_num_queries, more):
    for number in range(more):
        services.publish_bulletin(title=f"通报{number}", text="内容", clause="7.2", persons=[world.e1, world.e2],
                                  actor=world.head, now=NOON)  # fmt: skip
    client.force_login(world.e2)
    with travel(NOON):
        client.get(reverse("penalties:bulletins"))
        with django_assert_max_num_queries(10):
            assert len(client.get(reverse("penalties:bulletins")).context["shown"].rows) == 1 + more
