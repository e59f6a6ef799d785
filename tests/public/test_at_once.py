"""Strangers at the same instant, on a database that really runs them side by side."""

from datetime import timedelta

import pytest
from django.test import Client

from core.journal import CUSTOMER
from tests import factories
from tests.factories import World, company
from tests.public.conftest import LOOK, labelled, path_of
from tests.support.parallel import at_once
from tickets import services as tickets
from tickets.models import Ticket
from tickets.public import services
from tickets.public.models import Hit, PublicReport, Rating, StatusLink
from tickets.public.services import limits
from tickets.public.states import Flag

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RULE = limits.Rule("test", timedelta(hours=1), soft=5, hard=9)


@pytest.fixture
def world(transactional_db: None) -> World:
    return company()


@pytest.mark.parametrize("attempt", range(3))
def test_a_limit_lets_exactly_so_many_pass(transactional_db: None, attempt: int) -> None:
    calls = [lambda: limits.pass_or_flag([RULE], {"test": "somebody"}, now=LOOK)] * 16

    answers = at_once(calls)

    assert sum(answer == [] for answer in answers) == RULE.soft
    assert sum(answer == ["test"] for answer in answers) == RULE.hard - RULE.soft
    assert sum(isinstance(answer, limits.TooMany) for answer in answers) == 16 - RULE.hard
    assert Hit.objects.get(kind="test").count == 16


@pytest.mark.parametrize("attempt", range(3))
def test_copies_of_one_form_are_one_ticket(world: World, attempt: int) -> None:
    label = labelled(world, "P1")
    path = path_of(label)
    first = Client()
    first.get(path)

    def copy() -> str:
        phone = Client()
        phone.cookies = first.cookies
        told = {"fault": "压力上不来，有异响", "_key": "one-form"}
        return phone.post(path, told)["Location"]

    answers = at_once([copy] * 6)

    assert Ticket.objects.count() == PublicReport.objects.count() == 1
    assert len(set(answers)) == 1, answers


@pytest.mark.parametrize("attempt", range(3))
def test_two_reports_at_once_from_many_phones_stay_within_the_limits(
    world: World, attempt: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each limit has an order of its own: who is among the first two of the machine may be the eighth of all.
    monkeypatch.setattr(limits, "REPORTS", [rule for rule in limits.REPORTS if rule.kind == Flag.MACHINE])
    label = labelled(world, "P1")

    def report(number: int):  # type: ignore[no-untyped-def]
        sender = services.Sender(f"phone-{number}", f"10.0.0.{number}")
        return lambda: services.send_report(
            label=label, fault=f"第 {number} 个人报的故障", key=str(number), sender=sender, now=LOOK
        )

    answers = at_once([report(number) for number in range(8)])

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert (Ticket.objects.count(), PublicReport.objects.count()) == (2, 8)


@pytest.mark.parametrize("attempt", range(3))
def test_one_of_two_decisions_counts(world: World, attempt: int) -> None:
    label = labelled(world, "P1")
    services.send_report(label=label, fault="可疑", key="k", sender=services.Sender("d", "a", trapped=True), now=LOOK)
    report = PublicReport.objects.get()

    answers = at_once([
        lambda: services.accept_public_report(report=report, actor=world.liaison, now=LOOK),
        lambda: services.accept_public_report(report=report, actor=world.clerk, now=LOOK),
        lambda: services.dismiss_public_report(report=report, reason="广告", actor=world.clerk, now=LOOK),
    ])  # fmt: skip

    assert sum(isinstance(answer, Exception) for answer in answers) == 2
    assert Ticket.objects.count() <= 1


def test_two_ratings_links_or_labels_at_once_are_one(world: World) -> None:
    ticket = factories.to_call(world, at=LOOK - timedelta(days=2))
    ticket = tickets.follow_up(ticket=ticket, outcome="solved", authentic="genuine", actor=world.liaison, now=LOOK)
    machine = world.machines["P1"]

    at_once([lambda: services.rate_service(ticket=ticket, stars=5, actor=CUSTOMER, now=LOOK)] * 4)
    at_once([lambda: tickets.send_status_link(ticket=ticket, actor=world.liaison, now=LOOK)] * 4)
    at_once([lambda: services.issue_labels(machines=[machine], actor=world.liaison, now=LOOK)] * 4)

    assert (Rating.objects.count(), StatusLink.objects.count()) == (1, 1)
    assert machine.labels.count() == 1
