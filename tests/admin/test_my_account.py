"""The person's own account on the phone: why, how it adds up, and the written proof."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from penalties import services
from penalties.models import WrittenProof
from tests.admin.conftest import LATE, NOW, incident, late_arrival, picture, proposal_of

pytestmark = pytest.mark.django_db


def test_mine_lists_what_waits_and_what_was_decided(matters, world, desk_of):
    page = desk_of("e2").get(reverse("penalties:mine"))

    assert [brief.proposal.pk for brief in page.context["waiting"]] == [matters.conduct.pk, matters.ranged.pk]
    assert [brief.figure for brief in page.context["decided"]] == ["5,000.00 元"]
    assert (page.context["fines"], page.context["total"]) == ("5,000.00", "5,000.00")


def test_why_tells_clause_sum_and_until_when_to_object(world, desk_of):
    late = late_arrival(world)
    page = desk_of("e1").get(reverse("penalties:why", args=[late.pk])).content.decode()

    for told in ("1,000.00 元", "派工与到场", "+ 12小时", "至今未到场", "03-09 24:00", "技质部长", "提交书面证明"):
        assert told in page, told


def test_nobody_opens_the_account_of_another(matters, desk_of):
    for name in ("e1", "e3", "head", "liaison"):
        assert desk_of(name).get(reverse("penalties:why", args=[matters.conduct.pk])).status_code == 404
        assert desk_of(name).get(reverse("penalties:file_proof", args=[matters.conduct.pk])).status_code == 404
    assert desk_of("auditor").get(reverse("penalties:mine")).status_code == 403


def test_a_proof_is_filed_with_a_photo_and_waits_for_the_head(world, desk_of):
    late, desk = late_arrival(world), desk_of("e1")

    answer = desk.send(reverse("penalties:file_proof", args=[late.pk]), reason="高速封路", documents=picture())

    assert answer["Location"] == reverse("penalties:why", args=[late.pk])
    proof = WrittenProof.objects.get()
    assert (proof.person, proof.state) == (world.e1, "submitted")
    assert not desk.get(answer["Location"]).context["case"].may_file


@pytest.mark.parametrize(("given", "field"), [({"documents": ""}, "documents"), ({"reason": " "}, "reason")])
def test_an_incomplete_proof_comes_back(given, field, world, desk_of):
    late = late_arrival(world)
    answer = desk_of("e1").send(
        reverse("penalties:file_proof", args=[late.pk]), **{"reason": "高速封路", "documents": picture(), **given}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_after_the_period_the_button_is_gone_and_the_act_refuses(world, desk_of):
    late, desk = late_arrival(world), desk_of("e1")
    with clock.travel(LATE + timedelta(days=8)):
        assert not desk.get(reverse("penalties:why", args=[late.pk])).context["case"].may_file
        answer = desk.send(reverse("penalties:file_proof", args=[late.pk]), reason="高速封路", documents=picture())

    assert (answer.status_code, WrittenProof.objects.count()) == (422, 0)


def test_a_fine_that_no_proof_excuses_offers_none(matters, desk_of):
    desk = desk_of("e2")

    assert not desk.get(reverse("penalties:why", args=[matters.conduct.pk])).context["case"].may_file
    answer = desk.send(reverse("penalties:file_proof", args=[matters.conduct.pk]), reason="x", documents=picture())
    assert answer.status_code == 404


def test_the_evidence_opens_for_the_person_concerned_and_for_no_colleague(matters, desk_of):
    (stored,) = desk_of("e2").get(reverse("penalties:why", args=[matters.conduct.pk])).context["case"].evidence
    url = reverse("file", args=[stored.pk])

    assert [desk_of(name).get(url).status_code for name in ("e2", "head", "liaison", "e1", "e3")] == [
        200,
        200,
        200,
        404,
        404,
    ]


def test_the_list_costs_the_same_for_few_and_for_many(matters, world, desk_of):
    desk, url = desk_of("e2"), reverse("penalties:mine")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _ in range(2):
        services.confirm_penalty(
            proposal=proposal_of(incident(world, "other_brand_repair", world.e2)), actor=world.head, now=NOW
        )

    assert cost() == few
