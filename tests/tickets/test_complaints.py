"""Complaints (8.5, 9.6, 9.12): one owner always, verified by who is no target, and what the book makes of them."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from core.files import FileRefused, files_of
from core.idempotency import fresh_key
from core.models import JournalEntry
from core.subjects import Subject
from judgement.models import Proposal
from judgement.selectors import proposals
from notifications.models import Notice
from penalties import services as penalties
from scenarios.evidence import papers
from tests.factories import moment, reported
from tickets import services
from tickets.models import Complaint
from tickets.selectors.complaint_facts import would_propose
from tickets.states import ComplaintState

pytestmark = pytest.mark.django_db

TEN = moment("2026-03-05 10:00:00")
NEXT = moment("2026-03-06 10:00:00")
OFFICE = ("liaison", "clerk", "head", "gm", "supervisor", "keeper", "inspector", "salesperson", "office_head")


def filed(world, at=TEN, *, persons=("e1",), addressee="tech_quality", **given):
    people = [world.people[name] for name in persons]
    told = {"content": "服务拖沓", "actor": world.liaison, **given}
    return services.file_complaint(addressee=addressee, persons=people, now=at, **told)


def verified(world, complaint, by="head", at=NEXT, *, caused=True, **given):
    return services.verify_complaint(
        complaint=complaint, service_caused=caused, actor=world.people[by], now=at, **given
    )


def standing(complaint):
    rows = proposals(of=Subject.of(complaint)).filter(state__in=["proposed", "confirmed"])
    return {(row.charged_to.username, row.consequence, row.decider_role) for row in rows}


def test_who_notes_it_down_owns_it(world):
    complaint = filed(world)
    assert (complaint.number, complaint.owner, complaint.state) == ("X2603-0001", world.liaison, "recorded")
    assert JournalEntry.objects.get(act="file_complaint").data["owner"] == "李娜"


def test_it_is_handed_on_but_never_dropped(world):
    complaint = filed(world)
    moved = services.forward_complaint(
        complaint=complaint, to=world.supervisor, reason="由主管联系用户", actor=world.liaison, now=NEXT
    )
    assert moved.owner == world.supervisor
    assert Notice.objects.get(person=world.supervisor).url == f"/complaints/{complaint.number}/"
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.update(owner=None)


@pytest.mark.parametrize(("to", "by", "error"), [
    ("clerk", "clerk", NotAllowed), ("clerk", "e1", NotAllowed), ("liaison", "liaison", OutOfRange),
    ("e1", "liaison", OutOfRange), ("clerk", "head", None), ("clerk", "gm", None),
])  # fmt: skip
def test_the_owner_or_a_manager_hands_it_to_somebody_in_the_office(world, to, by, error):
    given = {"complaint": filed(world), "to": world.people[to], "reason": "分工", "actor": world.people[by], "now": NEXT}
    if error is None:
        assert services.forward_complaint(**given).owner == world.people[to]
        return
    with pytest.raises(error):
        services.forward_complaint(**given)


@pytest.mark.parametrize(("major", "told"), [(True, 1), (False, 0)])
def test_a_major_one_is_told_to_the_head_at_once(world, major, told):
    filed(world, persons=(), major=major)
    assert Notice.objects.filter(person=world.head, about="major_complaint").count() == told


@pytest.mark.parametrize("who", OFFICE)
def test_whoever_works_in_the_office_notes_it_down(world, who):
    assert filed(world, actor=world.people[who]).recorded_by == world.people[who]


@pytest.mark.parametrize("who", ["e1", "auditor", "administrator", "finance"])
def test_others_do_not(world, who):
    with pytest.raises(NotAllowed):
        filed(world, actor=world.people[who])


def test_content_is_needed_and_time_does_not_lie_ahead(world):
    with pytest.raises(Incomplete):
        filed(world, content=" ")
    with pytest.raises(OutOfRange):
        filed(world, received_at=NEXT)
    with pytest.raises(OutOfRange):
        filed(world, addressee="mayor")


def test_to_the_department_each_person_concerned_is_proposed(world):
    complaint = verified(world, filed(world, persons=("e1", "clerk")))
    assert standing(complaint) == {
        ("e1", "complaint_department", "dept_head"), ("clerk", "complaint_department", "dept_head"),
    }  # fmt: skip


def test_what_the_service_did_not_cause_proposes_nothing(world):
    complaint = verified(world, filed(world), caused=False, finding="产品价格")
    assert (complaint.state, complaint.service_caused) == (ComplaintState.UNFOUNDED, False)
    assert not Proposal.objects.exists()


def test_to_the_general_manager_three_are_proposed_and_he_decides(world):
    complaint = verified(world, filed(world, addressee="general_manager"), by="gm")
    names = {"quality_supervisor", "head", "e1"}
    assert standing(complaint) == {(name, "complaint_general_manager", "general_manager") for name in names}


def test_an_independent_office_answers_on_three_levels(world):
    complaint = verified(world, filed(world, persons=("e3",)))
    names = {"e3", "office_head", "sales_director"}
    assert standing(complaint) == {(name, "complaint_office", "general_manager") for name in names}


def test_of_an_office_that_is_not_independent_only_the_person(world):
    world.e3.office = world.offices["chengdu"]
    world.e3.save(update_fields=["office"])
    complaint = verified(world, filed(world, persons=("e3",)))
    assert standing(complaint) == {("e3", "complaint_department", "dept_head")}


@pytest.mark.parametrize(("case", "by", "error"), [
    ({"addressee": "general_manager"}, "head", NotAllowed), ({"persons": ("head",)}, "head", NotAllowed),
    ({}, "liaison", NotAllowed), ({}, "supervisor", NotAllowed), ({}, "e1", NotAllowed),
    ({"persons": ("gm",)}, "gm", OwnCase), ({}, "head", None), ({}, "gm", None),
    ({"persons": ("head",)}, "gm", None), ({"addressee": "media"}, "head", None),
    ({"addressee": "office"}, "head", None),
])  # fmt: skip
def test_who_verifies(world, case, by, error):
    complaint = filed(world, **case)
    if error is None:
        assert verified(world, complaint, by=by).state == ComplaintState.VERIFIED
        return
    with pytest.raises(error):
        verified(world, complaint, by=by)
    with pytest.raises(error):
        verified(world, complaint, by=by, caused=False)


def test_it_is_verified_once(world):
    complaint = verified(world, filed(world))
    with pytest.raises(WrongState):
        verified(world, complaint)
    assert Proposal.objects.count() == 1


def test_somebody_answers_for_what_the_service_caused(world):
    with pytest.raises(Incomplete):
        verified(world, filed(world, persons=()))
    assert verified(world, filed(world, persons=()), persons=[world.e2]).persons.get() == world.e2


def test_a_target_is_replaced_by_the_next_higher_role(world):
    complaint = verified(world, filed(world, persons=("head", "e1")), by="gm")
    assert {decider for _who, _what, decider in standing(complaint)} == {"general_manager"}


def test_it_is_dated_by_the_day_the_user_complained(world):
    complaint = verified(world, filed(world, NEXT, received_at=moment("2026-02-28 23:59:59")))
    row = proposals(of=Subject.of(complaint)).get()
    assert (str(row.happened_on), row.month) == ("2026-02-28", "2026-02")


# The same matter twice.


def test_the_general_managers_tier_takes_over_what_was_open(world):
    first = verified(world, filed(world, persons=("e1", "clerk")))
    second = verified(world, filed(world, addressee="general_manager", same_as=first), by="gm")
    assert standing(first) == set()
    assert {who for who, *_rest in standing(second)} == {"quality_supervisor", "head", "e1"}


def test_what_was_confirmed_below_stays_and_is_flagged(world):
    first = verified(world, filed(world))
    row = proposals(of=Subject.of(first)).get()
    penalties.confirm_penalty(proposal=row, amount=Decimal("500"), reason="属实", actor=world.head, now=NEXT)
    second = verified(world, filed(world, addressee="general_manager", same_as=first), by="gm")
    row = Proposal.objects.get(pk=row.pk)
    assert (row.state, row.facts_changed) == ("confirmed", True)
    assert {who for who, *_rest in standing(second)} == {"quality_supervisor", "head", "e1"}


def test_when_his_entry_above_falls_while_others_stand_nothing_comes_back(world):
    first = verified(world, filed(world))
    second = verified(world, filed(world, addressee="general_manager", same_as=first), by="gm")
    row = proposals(of=Subject.of(second)).get(charged_to=world.e1)
    penalties.waive_penalty(proposal=row, reason="已另行教育", actor=world.gm, now=NEXT)
    assert standing(first) == set()


def test_a_third_about_the_same_matter_counts_with_the_first(world):
    first = filed(world)
    second = filed(world, same_as=first)
    assert filed(world, same_as=second).matter == first.matter == second.matter


@pytest.mark.parametrize("early", [True, False])
def test_conduct_and_complaint_are_fined_once(world, early):
    complaint = filed(world)
    given = {"kind": "conduct", "person": world.e1, "facts": "言语粗鲁", "about": complaint, "actor": world.liaison}
    if early:
        penalties.record_incident(**given, evidence=papers(1), now=TEN)
    verified(world, complaint)
    if not early:
        penalties.record_incident(**given, evidence=papers(1), now=NEXT)
    assert [row.consequence for row in Proposal.objects.filter(state="proposed")] == ["conduct"]


def test_nothing_is_recorded_by_looking_ahead(world):
    complaint = filed(world)
    found = would_propose(complaint, [world.e1, world.e2], now=NEXT)
    assert [(one.person.username, one.clause) for one in found] == [("e1", "9.12"), ("e2", "9.12")]
    assert not Proposal.objects.exists()


# Answered and closed.


def test_the_user_is_answered_after_it_was_looked_into(world):
    complaint = filed(world)
    given = {"answer": "已道歉并更换人员", "actor": world.liaison, "now": NEXT}
    with pytest.raises(WrongState):
        services.close_complaint(complaint=complaint, **given)
    done = services.close_complaint(complaint=verified(world, complaint), **given)
    assert (done.state, done.answer, done.closed_by) == ("closed", "已道歉并更换人员", world.liaison)
    with pytest.raises(WrongState):
        services.close_complaint(complaint=done, **given)
    with pytest.raises(NotAllowed):
        services.close_complaint(complaint=done, **{**given, "actor": world.clerk})


def test_evidence_is_added_until_it_is_closed(world):
    complaint = filed(world, files=papers(1))
    services.add_complaint_evidence(complaint=complaint, files=papers(2), note="录音", actor=world.clerk, now=NEXT)
    assert len(files_of(complaint)) == 3
    with pytest.raises(Incomplete):
        services.add_complaint_evidence(complaint=complaint, files=[], actor=world.clerk, now=NEXT)
    with pytest.raises(FileRefused):
        services.add_complaint_evidence(
            complaint=complaint, files=[ContentFile(b"MZ", "x.exe")], actor=world.clerk, now=NEXT
        )


# The pages.


@pytest.fixture
def in_march():
    with clock.travel(NEXT):
        yield


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(("who", "seen"), [
    ("liaison", True), ("clerk", True), ("head", True), ("auditor", True), ("keeper", False), ("salesperson", False),
])  # fmt: skip
def test_the_store_sees_only_its_own(world, in_march, who, seen):
    complaint = filed(world)
    client = signed_in(world.people[who])
    assert (complaint.get_absolute_url() in client.get("/complaints/").content.decode()) is seen
    assert client.get(complaint.get_absolute_url()).status_code == (200 if seen else 404)
    mine = filed(world, actor=world.keeper)
    assert (mine.get_absolute_url() in signed_in(world.keeper).get("/complaints/").content.decode()) is True


@pytest.mark.parametrize("who", ["e1", "administrator", "finance"])
def test_it_does_not_open_to_others(world, in_march, who):
    assert signed_in(world.people[who]).get("/complaints/").status_code == 403


def test_noted_down_on_one_page(world, in_march):
    ticket = reported(world)
    told = {"addressee": "tech_quality", "content": "迟到", "persons": [world.e1.pk], "ticket": ticket.number,
            "major": "on", "_key": fresh_key()}  # fmt: skip
    page = signed_in(world.liaison).post("/complaints/new/", told, follow=True).content.decode()
    assert all(text in page for text in ("已登记投诉 X2603-0001", "重大投诉", "张伟", ticket.number, "承办人"))


def test_a_refusal_keeps_what_was_typed(world, in_march):
    told = {"addressee": "tech_quality", "content": "", "complainant": "江北厂王工", "_key": fresh_key()}
    answer = signed_in(world.liaison).post("/complaints/new/", told)
    assert answer.status_code == 422
    assert "江北厂王工" in answer.content.decode()


def test_the_head_sees_what_would_follow_before_he_decides(world, in_march):
    complaint = filed(world, persons=("e1",))
    client = signed_in(world.head)
    page = client.get(f"{complaint.get_absolute_url()}verify/").content.decode()
    assert "张伟" in page
    assert "100.00–500.00 元" in page
    found = client.get(f"{complaint.get_absolute_url()}outcome/?persons={world.e3.pk}").content.decode()
    assert all(text in found for text in ("赵磊", "欧阳平", "邵总", "由总经理裁决"))


def test_the_next_step_is_offered_to_who_may_take_it(world, in_march):
    complaint = filed(world, addressee="general_manager")
    link = f"{complaint.get_absolute_url()}verify/"
    assert link not in signed_in(world.head).get(complaint.get_absolute_url()).content.decode()
    assert link in signed_in(world.gm).get(complaint.get_absolute_url()).content.decode()
    told = {"service_caused": "1", "persons": [world.e1.pk], "finding": "查实", "_key": fresh_key()}
    assert signed_in(world.head).post(link, told).status_code == 403
    page = signed_in(world.gm).post(link, told, follow=True).content.decode()
    assert "属实：由服务本身引起" in page
    assert "500.00 元" in page


def test_the_list_asks_as_much_for_thirty_rows_as_for_one(world, in_march):
    client = signed_in(world.liaison)

    def statements():
        with CaptureQueriesContext(connection) as seen:
            client.get("/complaints/")
        return len(seen)

    filed(world)
    client.get("/complaints/")
    one = statements()
    for _more in range(30):
        filed(world)
    assert statements() == one


@pytest.mark.parametrize(("query", "found"), [
    ("", {0, 1}), ("state=major", {1}), ("addressee=media", {1}), ("q=拖沓", {0}), ("mine=1", {0}), ("state=all", {0, 1}),
    ("q=X2603-0002", {1}), ("state=wrong&after=wrong", {0, 1}), ("addressee=wrong", {0, 1}),
])  # fmt: skip
def test_the_address_narrows_the_list(world, in_march, query, found):
    rows = [filed(world), filed(world, addressee="media", content="上报纸", major=True, actor=world.clerk)]
    page = signed_in(world.liaison).get(f"/complaints/?{query}").content.decode()
    assert {index for index, row in enumerate(rows) if row.get_absolute_url() in page} == found


def test_the_list_is_handed_out_to_managers(world, in_march):
    filed(world)
    assert signed_in(world.head).get("/complaints/export/").status_code == 200
    assert signed_in(world.clerk).get("/complaints/export/").status_code == 403
