"""The demo company: every state, nothing by hand, and never on top of real data."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from accounts.roles import Role
from core import journal
from core.clock import now as wall_clock
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from judgement.models import Proposal
from scenarios.demo.build import build
from scenarios.demo.people import LOGINS, PASSWORD
from tests.support.company import staff
from tickets.models import Ticket
from tickets.states import TicketState


@pytest.fixture
def demo(db):
    return build(wall_clock())


def test_it_shows_every_state_every_role_and_every_outcome(demo):
    assert set(Ticket.objects.values_list("state", flat=True)) == set(TicketState.values)
    assert {role for role in Role.values if Person.objects.holding(role, at=wall_clock()).exists()} == set(Role.values)
    assert {row.state for row in Deadline.objects.filter(superseded_at=None)} == set(DeadlineState)
    assert set(Proposal.objects.values_list("state", flat=True)) >= {
        "proposed",
        "confirmed",
        "waived",
        "absorbed",
    }


def test_its_journal_is_whole_nothing_lies_in_the_future_and_everybody_can_sign_in(demo):
    assert list(journal.verify()) == []
    assert not Ticket.objects.filter(reported_at__gt=wall_clock()).exists()
    named = Person.objects.filter(username__in=LOGINS, is_active=True)
    assert [person.check_password(PASSWORD) for person in named] == [True] * len(LOGINS)


def test_it_refuses_to_mix_with_real_people(db):
    staff("lan", "林岚", "liaison")
    with pytest.raises(CommandError, match="空数据库"):
        call_command("demo")
    assert Person.objects.count() == 1
