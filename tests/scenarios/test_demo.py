"""The demo company: every state, nothing by hand, and never on top of real data."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Person
from accounts.roles import Role
from approvals.models import SignOff
from approvals.states import OPEN
from core import journal
from core.clock import local_day
from core.clock import now as wall_clock
from customers.models import Customer, Machine
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from judgement.models import Proposal
from scenarios.demo import history, papers, store
from scenarios.demo.build import build
from scenarios.demo.people import ENGINEERS, LOGINS, PASSWORD, STAFF
from scenarios.demo.story import Story
from tests.support.company import staff
from tickets.models import Ticket
from tickets.states import TicketState
from warranty import work
from warranty.models import AnomalyReport, Claim, FeeApplication, OldPart, Part, PartsRequest, Purchase
from warranty.selectors import old_parts, stock
from warranty.states import ClaimState, FeeState, OldPartState, ReportState, RequestState


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Built once for all tests of this file, and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(wall_clock())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    return None


def crew() -> dict[str, Person]:
    return {hire.username: Person(username=hire.username, regions=list(hire.regions)) for hire in STAFF}


def told(reference):
    """What would be played: when, from the reference on, in microseconds, and by which ticket's story."""
    people = crew()
    stories = [story for chapter in (history.calls, *papers.ALL) for story in chapter(lambda: Story(people, reference))]
    return [[act.at - reference for act in story.acts] for story in stories]


def test_it_shows_every_state_every_role_and_every_outcome(demo):
    assert set(Ticket.objects.values_list("state", flat=True)) == set(TicketState.values)
    assert {role for role in Role.values if Person.objects.holding(role, at=wall_clock()).exists()} == set(Role.values)
    # No clause of its book lets a clock stand still.
    shown = set(DeadlineState) - {DeadlineState.PAUSED}
    assert {row.state for row in Deadline.objects.filter(superseded_at=None)} == shown
    assert set(Proposal.objects.values_list("state", flat=True)) >= {
        "proposed",
        "confirmed",
        "waived",
        "absorbed",
    }


def states_of(model):
    return set(model.objects.values_list("state", flat=True))


def test_it_shows_every_state_of_every_paper(demo):
    assert states_of(AnomalyReport) == set(ReportState)
    assert states_of(PartsRequest) == set(RequestState)
    assert states_of(Claim) == set(ClaimState)
    assert states_of(FeeApplication) == set(FeeState)
    assert states_of(OldPart) == set(OldPartState)
    assert Purchase.objects.count() == 3
    assert AnomalyReport.objects.filter(not_reached=True).exists()
    assert AnomalyReport.objects.exclude(revises=None).count() == 2
    assert ["band_crossed"] in PartsRequest.objects.values_list("warnings", flat=True)
    assert FeeApplication.objects.count() == 5
    assert Part.objects.count() == len(store.CATALOGUE)


def test_every_role_finds_a_few_papers_waiting(demo):
    at = wall_clock()
    for role in ("service_supervisor", "dept_head", "general_manager"):
        assert SignOff.objects.filter(next_role=role, state__in=OPEN).count() in range(2, 7), role
    for username in ("statistician", "keeper", "freight", "lossrep", "supplyrep", "liaison"):
        sections = list(work.sections_of(Person.objects.get(username=username), now=at))
        assert sections, username
        assert [section.code for section in sections if section.count not in range(2, 7)] == [], username
    assert AnomalyReport.objects.filter(state=ReportState.RECEIVED).count() in range(2, 7)
    assert stock.below_safety() == 2
    for wanted in ("overdue", "soon", "to_inspect", "settled", "exempt"):
        assert OldPart.objects.filter(old_parts.STATES[wanted](at)).count() in range(2, 7), wanted


def test_an_overdue_old_part_has_its_debit_proposed(demo):
    overdue = set(OldPart.objects.filter(old_parts.STATES["overdue"](wall_clock())).values_list("pk", flat=True))
    debits = Proposal.objects.filter(subject_type="warranty.oldpart", state="proposed")
    assert overdue <= set(debits.values_list("subject_id", flat=True))


def test_its_journal_is_whole_nothing_lies_in_the_future_and_everybody_can_sign_in(demo):
    assert list(journal.verify()) == []
    assert not Ticket.objects.filter(reported_at__gt=wall_clock()).exists()
    named = Person.objects.filter(username__in=LOGINS, is_active=True)
    assert [person.check_password(PASSWORD) for person in named] == [True] * len(LOGINS)


def test_it_tells_ninety_days_of_sixty_customers_and_twelve_engineers(demo):
    today = local_day(wall_clock())
    days = {(today - local_day(at)).days for at in Ticket.objects.values_list("reported_at", flat=True)}
    assert max(days) == 90
    assert len(days) > 80
    assert Ticket.objects.count() in range(280, 321)
    assert Customer.objects.count() == 60
    assert Machine.objects.count() == 200
    engineers = Ticket.objects.exclude(engineer=None).values_list("engineer__username", flat=True)
    assert set(engineers) == set(ENGINEERS)
    assert Ticket.objects.values("province").distinct().count() >= 5


def test_tomorrow_tells_the_same_story_a_day_later(at):
    noon = at("2026-03-02 12:00:00")
    assert told(noon) == told(noon + timedelta(days=1))


def test_it_refuses_to_mix_with_real_people(db):
    staff("lan", "林岚", "liaison")
    before = Person.objects.count()
    with pytest.raises(CommandError, match="空数据库"):
        call_command("demo")
    assert Person.objects.count() == before
