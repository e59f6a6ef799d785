"""What the figures of service and judgement count: limits, amounts, decisions, choices, complaints and opinions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from core.errors import NotFound
from fieldservice.models import CustomerVisit
from figures.period import Period
from figures.query import Query
from figures.selectors import amounts, arrivals, complaints, decisions, discretion, opinions
from figures.selectors.arrivals import Kept
from figures.selectors.behind import Asked
from figures.selectors.complaints import Complained
from figures.selectors.decisions import Verdicts
from figures.selectors.discretion import Choice
from figures.selectors.service_behind import documents
from penalties.models import LedgerEntry
from tests.factories import World, moment
from tests.figures import judged, papers
from tests.figures.conftest import LOOK
from tickets.services import file_complaint

SPRING = Period.read({"from": "2026-03", "to": "2026-04"}, now=LOOK)
YUAN = Decimal


def asking(world: World, by: str = "head") -> Query:
    return Query(SPRING, world.people[by], LOOK)


def behind(world: World, of: str, by: str = "head", **given: str) -> list[str]:
    found = documents(Asked({"of": of, **given}, SPRING, LOOK), person=world.people[by])
    assert found.count == len(found.rows)
    return [row.who for row in found.rows]


def test_a_limit_counts_in_the_month_and_place_where_it_fell_due(world: World) -> None:
    kept, late, excused = judged.arrivals(world)

    found = {(one.month, one.province, one.zone): one.kept for one in arrivals.arrivals(asking(world))}

    # Of the evening of 31 March twelve hours lead into April; an excuse leaves the mark of being late.
    assert found == {
        ("2026-03", "重庆市", "in_province"): Kept(met=1),
        ("2026-04", "重庆市", "in_province"): Kept(late=1),
        ("2026-03", "四川省", "out_province"): Kept(late=1, excused=1),
    }
    assert [(one.name, one.kept.count, one.kept.late) for one in arrivals.engineers(asking(world))] == [
        ("张伟", 2, 1), ("王强", 1, 1),
    ]  # fmt: skip
    assert behind(world, "limits", outcome="late", province="重庆市") == ["张伟"]
    assert behind(world, "limits", outcome="excused") == ["王强"]
    assert behind(world, "limits", person=str(world.e1.pk), zone="in_province") == ["张伟", "张伟"]
    assert {one.pk for one in (kept, late, excused)} == set(
        arrivals.limits(asking(world)).values_list("subject_id", flat=True)
    )


def test_every_cut_of_the_amounts_adds_up_to_the_ledger(world: World) -> None:
    judged.decisions(world)

    parts, people = amounts.parts(asking(world)), amounts.people(asking(world))

    whole = LedgerEntry.objects.aggregate(sum=Sum("amount"))["sum"]
    assert whole == YUAN("900.00")
    for cut in (
        people, *(amounts.summed(parts, by) for by in (
            lambda one: (one.month, ""), lambda one: (one.clause, ""), lambda one: (one.office, one.office_name))),
    ):  # fmt: skip
        assert sum(one.amount for one in cut) == whole
    zhang = next(one for one in people if one.label == "张伟")
    assert (zhang.amount, zhang.entries, zhang.reversed) == (YUAN("500.00"), 2, YUAN("-300.00"))
    offices = {one.label: one.amount for one in amounts.summed(parts, lambda one: (one.office, one.office_name))}
    assert offices == {"": YUAN("600.00"), "贵阳办事处": YUAN("300.00")}
    assert sorted(behind(world, "entries", person=str(world.e1.pk))) == ["张伟"] * 3


def test_what_fell_on_appeal_counts_against_the_decision_that_was_overturned(world: World) -> None:
    judged.arrivals(world)
    judged.decisions(world)

    found = decisions.summed(decisions.decided(asking(world)), lambda one: (one.clause, one.name))

    # The excused lateness was waived; the other one nobody has decided yet.
    assert found == {
        ("6.2", "何部长"): Verdicts(waived=1),
        ("9.12", "何部长"): Verdicts(confirmed=3, appealed=1, revoked=1, granted=1),
        ("9.12", "高建国"): Verdicts(confirmed=1),
    }
    assert behind(world, "decisions", outcome="granted") == ["何部长"]
    assert behind(world, "decisions", outcome="waived", decider=str(world.head.pk)) == ["何部长"]
    with pytest.raises(NotFound):
        behind(world, "decisions", outcome="regretted")


def test_use_of_a_range_is_told_by_decider_and_clause(world: World) -> None:
    judged.decisions(world)

    found = {one.name: one for one in discretion.usage(asking(world))}

    assert found["何部长"].where == {"high": 1, "low": 1, "middle": 1}
    assert (found["何部长"].mean, found["高建国"].mean) == (YUAN("50.0"), YUAN("50.0"))
    assert found["何部长"].bounds == {(YUAN("100.00"), YUAN("500.00"))}
    assert behind(world, "choices", where="high") == ["何部长"]
    assert sorted(behind(world, "choices", clause="9.12")) == ["何部长"] * 3 + ["高建国"]


@pytest.mark.parametrize(
    ("amount", "where"),
    [("100", "low"), ("100.01", "lower"), ("233.33", "lower"), ("233.34", "middle"), ("366.67", "upper"),
     ("499.99", "upper"), ("500", "high")],
)  # fmt: skip
def test_place_in_a_range_is_a_bound_or_a_third(amount: str, where: str) -> None:
    assert Choice(1, 1, "", "9.12", YUAN(amount), YUAN(100), YUAN(500)).where == where


def test_amount_without_bounds_has_no_place() -> None:
    for low, high in ((None, None), (YUAN(5), YUAN(5))):
        choice = Choice(1, 1, "", "9.1", YUAN(5), low, high)
        assert (choice.place, choice.where) == (None, "")


def test_complaints_are_counted_once_a_matter_for_the_tickets_of_the_month(world: World) -> None:
    judged.arrivals(world)
    first = judged.complaint(world, moment("2026-03-05 09:00:00"))
    file_complaint(addressee="general_manager", persons=[world.e1], content="同一件事", same_as=first, actor=world.liaison,
                   now=moment("2026-03-09 09:00:00"))  # fmt: skip
    file_complaint(addressee="tech_quality", persons=[], content="态度", actor=world.liaison,
                   now=moment("2026-03-31 23:59:59"))  # fmt: skip

    assert list(complaints.complained(SPRING)) == [
        Complained("2026-03", tickets=3, complaints=2, caused=1, waiting=1), Complained("2026-04"),
    ]  # fmt: skip
    wanted = complaints.last_month(now=LOOK)
    assert (wanted.month, wanted.told.complaints) == ("2026-03", 2)
    # The rate of a month is there from its end on, and wanted by the 5th at 17:00.
    assert wanted.due_at == moment("2026-04-05 17:00:00")
    assert complaints.last_month(now=moment("2026-04-01 00:00:00")).told == wanted.told
    assert behind(world, "complaints", found="waiting") == ["李娜"]


def test_stars_calls_and_surveys_tell_what_customers_think(world: World) -> None:
    judged.opinions(world, judged.arrivals(world))

    (march, april), people = opinions.starred(SPRING)
    calls = opinions.called(SPRING)

    assert (march.count, april.count, april.sum, april.content) == (0, 2, 7, 1)
    assert {one.label: one.sum for one in people} == {"张伟": 5, "王强": 2}
    assert (calls[0].solved, calls[0].unsolved, calls[0].missed, calls[1].count) == (1, 1, 1, 0)
    assert behind(world, "ratings", low="1") == ["王强"]
    assert behind(world, "calls", outcome="unsolved") == ["李娜"]


def test_answers_of_a_survey_are_averaged_by_question(world: World) -> None:
    for number, score in enumerate((5, 4, 1)):
        CustomerVisit.objects.create(
            number=f"V{number}", customer=world.customers["c1"], visitor=world.e1, by=world.e1, survey="visit",
            visited_at=judged.DECIDED - timedelta(days=number * 30), handed_in_at=LOOK, version=world.book,
            scores={"appearance": score, **({"price": 2} if number else {})},
        )  # fmt: skip

    (asked,) = opinions.answered(asking(world))
    told = {one.title: (one.count, one.mean, one.percent) for one in asked.averages}

    # That of 7 February lies before the period.
    assert asked.count == 2
    assert (told["产品外观"], told["价格"], told["服务"]) == ((2, 4.5, 88), (1, 2.0, 25), (0, 0.0, 0))
    assert behind(world, "visits", survey="visit") == ["张伟", "张伟"]


def test_supervisor_counts_the_penalties_of_his_department_only(world: World) -> None:
    judged.decisions(world)
    for person in (world.supervisor, world.e2):
        person.department = papers.department("tq", "技质部")
        person.save(update_fields=["department"])

    assert [one.label for one in amounts.people(asking(world, "supervisor"))] == ["王强"]
    assert [(one.name, one.amounts) for one in discretion.usage(asking(world, "supervisor"))] == [
        ("何部长", [YUAN("100.00")])
    ]
    assert len(amounts.people(asking(world, "auditor"))) == 3
