"""Acts about one appeal that meet: filed twice, decided twice, and granted while its month is being closed."""

from threading import Event

import pytest
from django.core.files.base import ContentFile

from core.errors import WrongState
from judgement.models import Proposal
from penalties import services
from penalties.models import Appeal, LedgerEntry
from penalties.services import appeals, closing
from tests.factories import World, company, moment
from tests.support.company import staff
from tests.support.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MARCH, APRIL = moment("2026-03-31 09:00:00"), moment("2026-04-10 09:00:00")


@pytest.fixture
def world(transactional_db) -> World:
    return company()


def fined(world: World) -> Proposal:
    """500, confirmed by the head."""
    incident = services.record_incident(
        kind="conduct", person=world.e1, facts="用户来电反映", evidence=[ContentFile(b"%PDF-1.4 call", "paper.pdf")],
        actor=world.liaison, now=MARCH,
    )  # fmt: skip
    proposal = Proposal.objects.get(subject_id=incident.pk, subject_type="penalties.incident")
    return services.confirm_penalty(proposal=proposal, actor=world.head, now=MARCH)


def appealed(world: World) -> Appeal:
    return services.file_appeal(proposal=fined(world), reason="认错人", actor=world.e1, now=APRIL)


def test_filed_twice_it_stands_once(world):
    for _ in range(4):
        proposal = fined(world)
        told = at_once([
            lambda proposal=proposal: services.file_appeal(
                proposal=proposal, reason="认错人", actor=world.e1, now=APRIL
            )
        ] * 2)  # fmt: skip
        assert sorted(type(one).__name__ for one in told) == ["Appeal", "WrongState"]


def test_of_two_decisions_the_first_holds(world):
    other = staff("gm2", "副总", "general_manager")
    for _ in range(4):
        appeal = appealed(world)
        told = at_once([
            lambda uphold=uphold, actor=actor, appeal=appeal: services.decide_appeal(
                appeal=appeal, uphold=uphold, reason="核实", actor=actor, now=APRIL
            )
            for uphold, actor in ((True, world.gm), (False, other))
        ])  # fmt: skip
        assert sum(isinstance(one, WrongState) for one in told) == 1, told
        granted = Appeal.objects.get(pk=appeal.pk).state == "granted"
        assert LedgerEntry.objects.filter(proposal=appeal.proposal).count() == 1 + granted


def test_granting_waits_for_who_closes_the_month_without_a_circle(world, monkeypatch):
    appeal = appealed(world)
    deciding, closes = Event(), Event()
    settle, revoke = closing._settle, appeals.revoke_locked

    def revoke_late(*args, **more):
        deciding.set()
        # Who waits for us cannot tell us: then it goes on.
        closes.wait(timeout=2)
        return revoke(*args, **more)

    def settle_late(*args, **more):
        closes.set()
        return settle(*args, **more)

    monkeypatch.setattr(appeals, "revoke_locked", revoke_late)
    monkeypatch.setattr(closing, "_settle", settle_late)

    def close():
        deciding.wait(timeout=30)
        return services.close_month(month="2026-03", actor=world.clerk, now=APRIL)

    def grant():
        return services.decide_appeal(appeal=appeal, uphold=False, reason="核实", actor=world.gm, now=APRIL)

    told = at_once([grant, close])
    assert not [one for one in told if isinstance(one, Exception)], told
    assert Appeal.objects.get(pk=appeal.pk).state == "granted"
