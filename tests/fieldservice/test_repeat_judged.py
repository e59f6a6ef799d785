"""judge_cause: a machine that fails again within the year, and whose work counts for nothing then (clause 9.2j)."""

from datetime import date, datetime, timedelta

import pytest

from core.errors import NotAllowed, OutOfRange, OwnCase, WrongState
from core.subjects import Subject
from customers.models import MachineService
from fieldservice import services
from fieldservice.models import CreditLoss, ServiceCard
from fieldservice.repeats import case_of
from fieldservice.selectors import credits
from judgement.models import Fact, Proposal
from notifications.models import Notice
from rulebook.selectors import in_force
from tests.factories import World, machine, moment, signed_card, working
from tickets import services as tickets

HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)
FIRST = moment("2025-06-10 08:00:00")
LAST_INSTANT = moment("2026-06-10 23:59:59.999999")
ALL = {"workload": True, "commission": True, "travel": True}


def served(world: World, at: datetime, **given) -> ServiceCard:
    """A card of a service notified at `at`, received on the next day."""
    card = signed_card(world, at=at, **given)
    return services.receive_card(card=card, actor=world.clerk, now=at + 25 * HOUR)


def judge(world: World, card: ServiceCard, **given) -> ServiceCard:
    told = {"cause": "technician_skill", "actor": world.head, "now": card.received_at + HOUR, **given}
    return services.judge_cause(ticket=card.ticket, **told)


def counted(card: ServiceCard) -> dict[str, bool]:
    fresh = ServiceCard.objects.get(pk=card.pk)
    return {name: credit.counts for name, credit in credits(fresh).items()}


def lost(*names: str) -> dict[str, bool]:
    return {**ALL, **dict.fromkeys(names, False)}


@pytest.mark.parametrize(
    ("notice", "left"),
    [
        (LAST_INSTANT - MICROSECOND, lost("workload", "travel")),
        (LAST_INSTANT, lost("workload", "travel")),
        (LAST_INSTANT + MICROSECOND, ALL),
    ],
)
def test_the_window_ends_with_the_last_day_of_the_year(world: World, notice: datetime, left: dict[str, bool]) -> None:
    served(world, FIRST)
    second = served(world, notice)

    judge(world, second)

    assert counted(second) == left


@pytest.mark.parametrize("cause", ["customer_misuse", "part_quality", "other"])
def test_only_lack_of_skill_takes_anything(world: World, cause: str) -> None:
    served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90))

    judge(world, second, cause=cause)

    assert (counted(second), CreditLoss.objects.count()) == (ALL, 0)
    assert Fact.objects.get(event="repeat.judged").facts["repeat.cause"] == cause


def test_the_losses_cite_clause_and_title_of_the_book(world: World) -> None:
    served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90))

    judge(world, second)

    told = {(loss.credit, loss.clause, loss.reason, loss.by) for loss in CreditLoss.objects.filter(card=second)}
    title = "因技术水平重复维修（同一人）"
    assert told == {("workload", "9.2", title, world.head), ("travel", "9.2", title, world.head)}


def test_nobody_is_fined_and_nothing_waits_for_a_decision(world: World) -> None:
    served(world, FIRST)
    judge(world, served(world, FIRST + timedelta(days=90)))

    assert not Proposal.objects.exists()
    assert not Notice.objects.filter(about__in=["proposed", "to_decide"]).exists()


def test_the_engineer_is_told_with_the_clause(world: World) -> None:
    served(world, FIRST)
    second = judge(world, served(world, FIRST + timedelta(days=90)))

    told = Notice.objects.get(about="credit_taken")
    assert (told.person, told.title) == (world.e1, "条款 9.2：因技术水平重复维修（同一人）")
    assert told.text == f"服务卡 {second.number} 不计工作量；服务卡 {second.number} 不计差旅费"


def test_another_engineers_repeat_costs_the_first_his_work_and_the_travel(world: World) -> None:
    first = served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90), engineer=world.e2)

    judge(world, second)

    assert (counted(first), counted(second)) == (lost("workload"), ALL)
    told = Notice.objects.get(about="credit_taken")
    assert told.person == world.e1
    assert told.text == f"服务卡 {first.number} 不计工作量；服务卡 {second.number} 的差旅费由您承担"


def test_a_first_service_out_of_warranty_starts_no_year(world: World) -> None:
    machine("P9", world.customers["c1"], "six", date(2024, 1, 10))
    served(world, FIRST, serial="P9")
    second = served(world, FIRST + timedelta(days=90), serial="P9")
    before = counted(second)

    judge(world, second)

    assert (counted(second), CreditLoss.objects.count()) == (before, 0)


def test_the_fault_that_persists_after_a_call_is_a_repeat_of_the_same_ticket(world: World) -> None:
    first = served(world, FIRST)
    ticket = tickets.follow_up(
        ticket=first.ticket, outcome="unsolved", actor=world.liaison, now=FIRST + 30 * HOUR
    )  # fmt: skip
    at = FIRST + 31 * HOUR
    ticket = tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=at)
    ticket = tickets.arrive(ticket=ticket, actor=world.e1, now=at + HOUR)
    ticket = tickets.start_work(ticket=ticket, actor=world.e1, now=at + HOUR)
    second = services.sign_card(
        ticket=ticket, cause_analysis="装配不当", result="正常", stamped=True, actor=world.e1, now=at + 2 * HOUR
    )
    second = services.receive_card(card=second, actor=world.clerk, now=at + 20 * HOUR)

    judge(world, second)

    assert (counted(first), counted(second)) == (ALL, lost("workload", "travel"))


def test_of_several_the_newest_counts_unless_the_head_says_otherwise(world: World) -> None:
    served(world, FIRST, engineer=world.e2)
    served(world, FIRST + timedelta(days=60))
    third = served(world, FIRST + timedelta(days=90))
    assert case_of(third.ticket, in_force(now=FIRST)).first.service.engineer == world.e1

    oldest = MachineService.objects.order_by("completed_at").first()
    judge(world, third, first=oldest)

    assert counted(third) == ALL
    assert CreditLoss.objects.get().card.engineer == world.e2


@pytest.mark.parametrize("who", ["supervisor", "quality_supervisor", "liaison", "clerk", "e1"])
def test_only_the_head_judges(world: World, who: str) -> None:
    served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90))

    with pytest.raises(NotAllowed):
        judge(world, second, actor=world.people[who])


def test_nobody_judges_himself(world: World) -> None:
    served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90))
    world.e1.assignments.create(role="dept_head", since=FIRST)

    with pytest.raises(OwnCase):
        judge(world, second, actor=world.e1)


def test_judged_once(world: World) -> None:
    served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90))
    judge(world, second)

    with pytest.raises(WrongState, match="已经判定"):
        judge(world, second, cause="other")
    assert CreditLoss.objects.count() == 2


def test_without_a_card_or_an_earlier_service_nothing_is_judged(world: World) -> None:
    alone = served(world, FIRST)
    with pytest.raises(WrongState, match="不是重复维修"):
        judge(world, alone)

    ticket = working(world, at=FIRST + timedelta(days=90))
    with pytest.raises(WrongState, match="签字后"):
        services.judge_cause(ticket=ticket, cause="other", actor=world.head, now=FIRST + timedelta(days=91))


def test_the_cause_is_one_of_four(world: World) -> None:
    served(world, FIRST)
    second = served(world, FIRST + timedelta(days=90))

    with pytest.raises(OutOfRange):
        judge(world, second, cause="weather")
    assert not Fact.objects.filter(subject_id=Subject.of(second.ticket).id, event="repeat.judged").exists()
