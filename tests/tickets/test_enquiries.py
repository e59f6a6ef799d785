"""Questions of users (8.2): answered at once, or by the end of the next day; kept, found, linked, handed out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.errors import Incomplete, NotAllowed, WrongState
from core.idempotency import fresh_key
from core.models import JournalEntry
from core.subjects import Subject
from deadlines.selectors import current
from deadlines.services import sweep
from deadlines.states import DeadlineState
from judgement.models import Proposal
from notifications.models import Notice
from tests.factories import moment, reported
from tickets import services
from tickets.models import Enquiry, Ticket
from tickets.selectors.enquiries import EnquiriesWanted, enquiries
from tickets.states import EnquiryState

pytestmark = pytest.mark.django_db

TEN = moment("2026-03-05 10:00:00")
MIDNIGHT = moment("2026-03-07 00:00:00")
MICRO = timedelta(microseconds=1)
OFFICE = ("liaison", "clerk", "head", "gm", "supervisor", "keeper", "inspector", "salesperson", "office_head")
OUTSIDE = ("e1", "auditor", "administrator", "finance")


def asked(world, at=TEN, *, answered=False, **given):
    told = {"caller": "某厂设备科", "question": "备件价格", "phone": "13900000000", "actor": world.liaison, **given}
    return services.log_enquiry(answered=answered, answer="每月保养一次" if answered else "", now=at, **told)


def answer(world, enquiry, at, **given):
    told = {"answer": "已报价 150 元", "actor": world.liaison, **given}
    return services.answer_enquiry(enquiry=enquiry, now=at, **told)


def limit(enquiry):
    return current(Subject.of(enquiry), "reply")


def test_what_is_not_answered_at_once_has_until_the_end_of_the_next_day(world):
    enquiry = asked(world)
    row = limit(enquiry)
    assert (enquiry.number, enquiry.state) == ("N2603-0001", EnquiryState.OPEN)
    assert (row.due_at, row.clause, row.person) == (MIDNIGHT - MICRO, "8.2", world.liaison)


@pytest.mark.parametrize(("at", "state"), [
    (MIDNIGHT - 2 * MICRO, DeadlineState.MET), (MIDNIGHT - MICRO, DeadlineState.MET), (MIDNIGHT, DeadlineState.MISSED),
])  # fmt: skip
def test_li_na_rings_back_around_midnight(world, at, state):
    enquiry = asked(world)
    assert answer(world, enquiry, at).state == EnquiryState.ANSWERED
    assert limit(enquiry).state is state


def test_a_late_reply_is_nobodys_penalty_and_told_to_whom_the_book_names(world):
    asked(world)
    sweep(now=MIDNIGHT)
    assert not Proposal.objects.exists()
    assert not Notice.objects.exclude(about="deadline_near").exists()


def test_what_is_answered_at_once_has_no_limit(world):
    enquiry = asked(world, answered=True)
    assert (enquiry.state, enquiry.answer, limit(enquiry)) == (EnquiryState.ANSWERED, "每月保养一次", None)
    assert enquiry.answered_at == TEN
    assert enquiry.answered_by == world.liaison


@pytest.mark.parametrize(("given", "field"), [
    ({"caller": " "}, "caller"), ({"question": ""}, "question"), ({"phone": ""}, "phone"),
])  # fmt: skip
def test_who_asked_what_and_where_to_reach_him_are_needed(world, given, field):
    with pytest.raises(Incomplete) as refused:
        asked(world, **given)
    assert field in refused.value.details
    assert not Enquiry.objects.exists()


def test_an_answer_given_at_once_is_written_down(world):
    with pytest.raises(Incomplete):
        services.log_enquiry(caller="某厂", question="价格", answered=True, actor=world.liaison, now=TEN)


def test_the_telephone_tells_the_customer(world):
    assert asked(world, phone="138 0000 0000").customer == world.customers["c1"]
    assert asked(world, phone="", customer=world.customers["c2"]).phone == "13800000000"


def test_an_enquiry_is_answered_once(world):
    enquiry = answer(world, asked(world), TEN + timedelta(hours=1))
    with pytest.raises(WrongState, match="已答复"):
        answer(world, enquiry, TEN + timedelta(hours=2))
    assert JournalEntry.objects.filter(act="answer_enquiry").count() == 1


def test_an_answer_is_not_empty(world):
    with pytest.raises(Incomplete):
        answer(world, asked(world), TEN, answer=" ")


@pytest.mark.parametrize("who", OFFICE)
def test_whoever_works_in_the_office_answers(world, who):
    enquiry = asked(world, actor=world.people[who])
    assert answer(world, enquiry, TEN, actor=world.people[who]).answered_by == world.people[who]


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_do_not(world, who):
    enquiry = asked(world)
    with pytest.raises(NotAllowed):
        asked(world, actor=world.people[who])
    with pytest.raises(NotAllowed):
        answer(world, enquiry, TEN, actor=world.people[who])


def test_a_question_belongs_to_one_ticket(world):
    enquiry, ticket, other = asked(world), reported(world), reported(world, serial="P2")
    for _twice in range(2):
        services.link_enquiry(enquiry=enquiry, ticket=ticket, actor=world.clerk, now=TEN)
    assert Enquiry.objects.get().ticket == ticket
    assert JournalEntry.objects.filter(act="link_enquiry").count() == 1
    with pytest.raises(WrongState):
        services.link_enquiry(enquiry=enquiry, ticket=other, actor=world.clerk, now=TEN)


# The pages.


@pytest.fixture
def in_march():
    with clock.travel(TEN):
        yield


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def typed(**given):
    return {"caller": "某厂", "question": "保养周期", "phone": "13912345678", "answered": "", "_key": fresh_key(), **given}


@pytest.mark.parametrize(("who", "status"), [(who, 200) for who in (*OFFICE, "auditor")] + [
    ("e1", 403), ("administrator", 403), ("finance", 403),
])  # fmt: skip
def test_the_list_opens_to_the_office(world, in_march, who, status):
    assert signed_in(world.people[who]).get("/enquiries/").status_code == status


def test_a_caller_is_known_by_his_telephone_before_anything_is_saved(world, in_march):
    page = signed_in(world.liaison).get("/enquiries/new/side/?phone=13800000000").content.decode()
    assert "重庆江北机械厂" in page
    assert "P1" in page
    assert "明日 24:00" in page
    assert "通话结束请用户先挂机" in page
    assert "热情接待来访用户" in page


def test_a_refusal_keeps_what_was_typed(world, in_march):
    answer = signed_in(world.liaison).post("/enquiries/new/", typed(phone=""))
    assert answer.status_code == 422
    assert "留下联系电话" in answer.content.decode()
    assert "保养周期" in answer.content.decode()


def test_noted_down_on_one_page(world, in_march):
    answer = signed_in(world.keeper).post("/enquiries/new/", typed(), follow=True)
    page = answer.content.decode()
    assert "已登记咨询 N2603-0001" in page
    assert "保养周期" in page
    assert "明日 24:00" in page


def test_the_overdue_stand_first_and_are_counted(world):
    late, fresh = asked(world, question="很早的问题"), asked(world, MIDNIGHT, question="新的问题")
    with clock.travel(MIDNIGHT + timedelta(hours=1)):
        client = signed_in(world.liaison)
        page, only = (client.get(f"/enquiries/{query}").content.decode() for query in ("", "?state=late"))
    assert page.index(late.number) < page.index(fresh.number)
    assert (late.number in only, fresh.number in only) == (True, False)


@pytest.mark.parametrize(("query", "found"), [
    ("q=报价单", {1}), ("q=N2603-0002", {1}), ("q=13900000000", {0}), ("q=nothing", set()), ("mine=1", {0}),
    ("state=answered", {2}), ("state=all", {0, 1, 2}), ("state=wrong", {0, 1}), ("after=wrong", {0, 1}),
])  # fmt: skip
def test_the_address_narrows_the_list(world, in_march, query, found):
    rows = [
        asked(world, question="价格"),
        asked(world, question="要一份报价单", phone="13911112222", actor=world.clerk),
        asked(world, question="周期", phone="13911113333", answered=True, actor=world.clerk),
    ]
    page = signed_in(world.liaison).get(f"/enquiries/?{query}").content.decode()
    assert {index for index, row in enumerate(rows) if row.get_absolute_url() in page} == found


@pytest.mark.parametrize("state", ["open", "all"])
def test_pages_follow_each_other_without_gap_or_repetition(world, state):
    made = [asked(world, TEN + timedelta(minutes=count // 2)).number for count in range(7)]
    seen, after = [], ""
    while True:
        page = enquiries(EnquiriesWanted(state, after=after), world.liaison, now=TEN, size=3)
        seen += [row.enquiry.number for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == (made if state == "open" else made[::-1])


def test_the_list_asks_as_much_for_thirty_rows_as_for_one(world, in_march):
    client = signed_in(world.liaison)

    def statements():
        with CaptureQueriesContext(connection, ) as seen:
            client.get("/enquiries/")
        return len(seen)

    asked(world)
    client.get("/enquiries/")
    one = statements()
    for _more in range(30):
        asked(world)
    assert statements() == one


def test_one_click_makes_a_fault_report_of_it(world, in_march):
    enquiry = asked(world, question="水泵不出水", phone="13800000000")
    client = signed_in(world.liaison)
    assert f"/tickets/new/?enquiry={enquiry.number}" in client.get(enquiry.get_absolute_url()).content.decode()
    page = client.get(f"/tickets/new/?enquiry={enquiry.number}").content.decode()
    assert "水泵不出水" in page
    assert "13800000000" in page
    client.post("/tickets/new/", {"serial": "P1", "fault": "水泵不出水", "source": "phone", "enquiry": enquiry.number,
                                  "notified_at": "2026-03-05T10:00", "_key": fresh_key()})  # fmt: skip
    assert Enquiry.objects.get().ticket == Ticket.objects.get()
    assert "已登记报修，工单号" in client.get(f"/enquiries/{enquiry.number}/answer/").content.decode()


def test_who_has_no_right_to_telephones_sees_them_masked(world, in_march):
    enquiry = asked(world, phone="13987654321")
    for path in ("/enquiries/", enquiry.get_absolute_url()):
        assert "13987654321" in signed_in(world.liaison).get(path).content.decode()
        assert "13987654321" not in signed_in(world.keeper).get(path).content.decode()


def test_the_list_is_handed_out_and_that_is_told(world, in_march):
    asked(world)
    assert signed_in(world.head).get("/enquiries/export/?state=all").status_code == 200
    assert signed_in(world.liaison).get("/enquiries/export/").status_code == 403
    told = JournalEntry.objects.get(act="export").data
    assert (told["what"], told["rows"], told["masked"]) == ("enquiries", 1, False)


def test_an_unknown_number_is_told(world, in_march):
    assert signed_in(world.liaison).get("/enquiries/N2603-9999/").status_code == 404
