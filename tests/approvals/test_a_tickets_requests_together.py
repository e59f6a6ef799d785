"""Requests of one ticket taken together: their level rises and falls, or the crossing is told (6.4c, W4)."""

from decimal import Decimal

import pytest

from approvals import services
from approvals.selectors import next_signer
from core.errors import NotAllowed
from core.subjects import Subject
from notifications.models import Notice
from tests.approvals.papers import NOW, asked, judged, submit

pytestmark = pytest.mark.django_db
OTHER = Subject("tickets.ticket", 2)


def test_each_request_added_raises_the_level_of_all(adding):
    first = judged(adding, "200.00")
    assert next_signer(first.about) == "service_supervisor"
    second = judged(adding, "200.00")
    assert [next_signer(paper.about) for paper in (first, second)] == ["dept_head", "dept_head"]
    third = judged(adding, "600.01")
    assert {next_signer(paper.about) for paper in (first, second, third)} == {"general_manager"}
    with pytest.raises(NotAllowed):
        first.approve(adding.head)


def test_what_is_not_judged_yet_counts_already(adding):
    first = judged(adding, "200.00")
    asked(adding, "900.00")
    assert next_signer(first.about) == "general_manager"


@pytest.mark.parametrize("end", ["reject", "void"])
def test_what_is_refused_or_taken_back_lowers_it_again(adding, end):
    first, second = judged(adding, "200.00"), judged(adding, "900.00")
    if end == "reject":
        second.reject(adding.gm)
    else:
        services.void(subject=second.about, reason="修改明细", actor=adding.liaison, now=NOW)
    assert next_signer(first.about) == "service_supervisor"


def test_the_exact_bound_counts_for_the_sum(adding):
    first, second = judged(adding, "299.99"), judged(adding, "0.01")
    assert next_signer(second.about) == "service_supervisor"
    judged(adding, "0.01")
    assert next_signer(first.about) == "dept_head"


def test_what_was_approved_stays_approved_and_counts_on(adding):
    first = judged(adding, "300.00")
    first.approve(adding.supervisor)
    second = judged(adding, "0.01")

    assert (first.payable, next_signer(second.about)) == (True, "dept_head")


def test_other_tickets_and_other_kinds_count_for_themselves(adding):
    judged(adding, "900.00", ticket=OTHER)
    judged(adding, "900.00", "service_fee")
    assert next_signer(judged(adding, "200.00").about) == "service_supervisor"


def test_a_document_signed_anew_counts_once_with_what_it_asks_for_now(adding):
    spent = judged(adding, "150.00")
    spent.approve(adding.supervisor)
    submit(adding, spent, Decimal("250.00"), judgement=spent.sign_off.judgement)

    assert next_signer(spent.about) == "service_supervisor"
    assert next_signer(judged(adding, "50.00").about) == "service_supervisor"
    assert next_signer(judged(adding, "0.01").about) == "dept_head"


def test_whose_turn_it_has_become_is_told(adding):
    judged(adding, "200.00")
    Notice.objects.all().delete()
    judged(adding, "200.00")

    told = Notice.objects.filter(person=adding.head, about="to_sign")
    assert told.count() == 2
    assert {notice.title[:5] for notice in told} == {"待您签批："}


# -- as the book is shipped: each for itself
def test_each_is_signed_for_itself_and_the_one_that_crosses_says_so(world):
    first, second = judged(world, "200.00"), judged(world, "100.01")

    assert [paper.sign_off.warnings for paper in (first, second)] == [[], ["band_crossed"]]
    assert next_signer(second.about) == "service_supervisor"
    assert second.approve(world.supervisor).warnings == ["band_crossed"]


@pytest.mark.parametrize(("amounts", "warned"), [(["200.00", "100.00"], 0), (["301.00", "400.00"], 0),
                                                 (["301.00", "700.00"], 1), (["1500.00", "1.00"], 1)])  # fmt: skip
def test_only_a_crossing_is_told(world, amounts, warned):
    papers = [judged(world, amount) for amount in amounts]
    assert sum(bool(paper.sign_off.warnings) for paper in papers) == warned


def test_the_judgement_looks_again(world):
    """What was asked for meanwhile is told to who signs."""
    first = asked(world, "200.00")
    judged(world, "900.00")
    assert first.sign_off.warnings == []
    first.judge(world.supervisor)
    assert first.sign_off.warnings == ["band_crossed"]
