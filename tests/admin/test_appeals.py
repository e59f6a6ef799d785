"""An appeal from the phone to the decision: what each side sees, and the written notice."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from judgement.models import Proposal
from penalties import services
from penalties.models import Appeal
from penalties.notice_paper import digest_of_notice
from tests.admin.conftest import NOW, incident, picture, proposal_of
from tests.factories import moment
from tickets import services as tickets

pytestmark = pytest.mark.django_db


@pytest.fixture
def fined(world):
    """500 yuan for Li Qiang's conduct, confirmed by the head on Tuesday."""
    proposal = proposal_of(incident(world, "conduct", world.e2))
    return services.confirm_penalty(proposal=proposal, reason="录音可证", actor=world.head, now=NOW)


def filed(fined, world) -> Appeal:
    return services.file_appeal(proposal=fined, reason="用户认错人", actor=world.e2, now=NOW)


def text_of(answer) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_his_phone_tells_why_and_until_when_and_takes_the_objection(fined, world, desk_of):
    desk, why = desk_of("e2"), reverse("penalties:why", args=[fined.pk])
    page = desk.get(why).content.decode()
    for told in ("500.00 元", "形象、语言、着装", "制度第 1 版", "用户来电反映", "<img", "03-18 24:00", "申诉", "考核通知"):
        assert told in page, told

    answer = desk.send(reverse("penalties:appeal", args=[fined.pk]), reason="用户认错人", evidence=picture())

    assert answer["Location"] == why
    assert (Appeal.objects.get().person, Appeal.objects.get().state) == (world.e2, "submitted")
    assert "等待总经理裁定" in desk.get(why).content.decode()
    again = desk.send(reverse("penalties:appeal", args=[fined.pk]), reason="再说一次")
    assert (again.status_code, Appeal.objects.count()) == (409, 1)


def test_of_a_complaint_he_reads_words_finding_and_photos_but_not_who_complained(world, desk_of):
    complaint = tickets.file_complaint(
        addressee="tech_quality", content="推诿不修", complainant="赵女士", persons=[world.e2], files=[picture()],
        actor=world.liaison, now=NOW,
    )  # fmt: skip
    tickets.verify_complaint(complaint=complaint, service_caused=True, finding="录音属实", actor=world.head, now=NOW)
    row = Proposal.objects.get(subject_type="tickets.complaint")

    page = desk_of("e2").get(reverse("penalties:why", args=[row.pk]))

    told, photo = page.content.decode(), reverse("file", args=[page.context["case"].evidence[0].pk])
    assert ["推诿不修" in told, "录音属实" in told, photo in told, "赵女士" in told] == [True, True, True, False]
    assert [desk_of(name).get(photo).status_code for name in ("e2", "e1")] == [200, 404]


def test_after_the_limit_he_reads_that_it_is_over(fined, world, desk_of):
    with clock.travel(moment("2026-03-19 00:00:00")):
        page = desk_of("e2").get(reverse("penalties:why", args=[fined.pk]))
        answer = desk_of("e2").send(reverse("penalties:appeal", args=[fined.pk]), reason="用户认错人")

    assert ("申诉期限已过" in page.content.decode(), page.context["objection"].may_file) == (True, False)
    assert (answer.status_code, Appeal.objects.count()) == (422, 0)


def test_the_general_manager_sees_everything_and_decides(fined, world, desk_of):
    appeal, desk = filed(fined, world), desk_of("gm")
    page = desk.get(reverse("admin:penalties_appeal_change", args=[appeal.pk])).content.decode()
    for told in ("用户认错人", "形象、语言、着装", "用户来电反映", "何部长", "录音可证", "500.00 元"):
        assert told in page, told

    desk.send(reverse("admin:penalties_appeal_grant", args=[appeal.pk]), reason="证据不足")

    fined = Appeal.objects.get().proposal
    assert (Appeal.objects.get().state, fined.state) == ("granted", "revoked")
    assert "申诉成立" in desk_of("e2").get(reverse("penalties:why", args=[fined.pk])).content.decode()


def test_who_confirmed_reads_it_without_a_button_and_a_named_deputy_decides(fined, world, desk_of):
    appeal = filed(fined, world)
    uphold = reverse("admin:penalties_appeal_uphold", args=[appeal.pk])
    assert desk_of("head").get(reverse("admin:penalties_appeal_change", args=[appeal.pk])).status_code == 200
    assert [desk_of(name).get(uphold).status_code for name in ("head", "clerk", "supervisor", "e2")] == [
        403, 403, 404, 403,
    ]  # fmt: skip
    ours = services.confirm_penalty(proposal=proposal_of(incident(world, "conduct", world.e1)), actor=world.gm, now=NOW)
    waiting = services.file_appeal(proposal=ours, reason="不是我", actor=world.e1, now=NOW)
    page = desk_of("gm").get(reverse("admin:penalties_appeal_change", args=[waiting.pk])).content.decode()
    assert "指定前本案不结" in page

    desk_of("gm").send(reverse("admin:penalties_appeal_name_deputy", args=[waiting.pk]), deputy=world.supervisor.pk)
    desk_of("supervisor").send(reverse("admin:penalties_appeal_uphold", args=[waiting.pk]), reason="事实清楚")

    assert Appeal.objects.get(pk=waiting.pk).state == "upheld"


def test_the_notice_is_printed_with_its_receipt_and_checked_by_its_code(fined, world, desk_of):
    url = reverse("penalties:notice_pdf", args=[fined.pk])
    told = text_of(desk_of("e2").get(url))
    for words in ("考核通知", world.e2.name, "500.00 元", "录音可证", "2026-03-18 24:00", "回执", "当事人签收"):
        assert words in told, words
    assert "今日" not in told
    assert [desk_of(name).get(url).status_code for name in ("head", "e1")] == [200, 404]
    proposed = proposal_of(incident(world, "conduct", world.e2))
    assert desk_of("e2").get(reverse("penalties:notice_pdf", args=[proposed.pk])).status_code == 404

    check = reverse("penalties:check_notice", args=[fined.pk, digest_of_notice(fined)])
    assert "与系统记录一致" in desk_of("head").get(check).content.decode()
    services.revoke_penalty(proposal=fined, reason="更正", actor=world.head, now=NOW)
    assert "与系统记录不一致" in desk_of("head").get(check).content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(fined, world, desk_of):
    filed(fined, world)
    desk, url = desk_of("gm"), reverse("admin:penalties_appeal_changelist")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _ in range(2):
        found = proposal_of(incident(world, "conduct", world.e3))
        row = services.confirm_penalty(proposal=found, actor=world.head, now=NOW)
        services.file_appeal(proposal=row, reason="认错人", actor=world.e3, now=NOW)
    assert cost() == few
