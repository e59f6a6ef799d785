"""Acts that meet: an appeal filed or decided twice, and an entry taken back while its month is being closed."""

from collections.abc import Callable
from threading import Event

import pytest
from django.core.files.base import ContentFile

from core.errors import WrongState
from deadlines import services as deadlines
from judgement.models import Proposal
from penalties import services
from penalties.models import Appeal, LedgerEntry
from penalties.services import appeals, closing, proofs
from penalties.services import revoke as revoking
from tests.factories import World, company, dispatched, moment
from tests.support.company import staff
from tests.support.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATE = moment("2026-03-03 09:00:00")
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


def grant(world: World) -> Callable[[], object]:
    appeal = appealed(world)
    return lambda: services.decide_appeal(appeal=appeal, uphold=False, reason="核实", actor=world.gm, now=APRIL)


def revoke(world: World) -> Callable[[], object]:
    proposal = fined(world)
    return lambda: services.revoke_penalty(proposal=proposal, reason="更正", actor=world.gm, now=APRIL)


def accept_proof(world: World) -> Callable[[], object]:
    """Of a late arrival whose fine was confirmed already."""
    ticket = dispatched(world)
    deadlines.sweep(now=LATE)
    fine = Proposal.objects.get(subject_type="tickets.ticket", subject_id=ticket.pk, clause="6.2")
    services.confirm_penalty(proposal=fine, actor=world.head, now=LATE)
    paper = [ContentFile(b"%PDF-1.4 flood", "paper.pdf")]
    proof = services.file_proof(ticket=ticket, reason="洪水", documents=paper, actor=world.e1, now=LATE)
    return lambda: services.decide_proof(proof=proof, accept=True, reason="属实", actor=world.gm, now=APRIL)


@pytest.mark.parametrize(("module", "act"), [(appeals, grant), (revoking, revoke), (proofs, accept_proof)])
def test_who_revokes_and_who_closes_the_month_wait_for_each_other_without_a_circle(world, monkeypatch, module, act):
    revokes, deciding, closes = act(world), Event(), Event()
    settle, take_back = closing._settle, module.revoke_locked

    def take_back_late(*args, **more):
        deciding.set()
        # Who waits for us cannot tell us: then it goes on.
        closes.wait(timeout=2)
        return take_back(*args, **more)

    def settle_late(*args, **more):
        closes.set()
        return settle(*args, **more)

    monkeypatch.setattr(module, "revoke_locked", take_back_late)
    monkeypatch.setattr(closing, "_settle", settle_late)

    def close():
        deciding.wait(timeout=30)
        return services.close_month(month="2026-03", actor=world.clerk, now=APRIL)

    told = at_once([revokes, close])
    assert not [one for one in told if isinstance(one, Exception)], told
    rows = LedgerEntry.objects.order_by("pk").values_list("amount", flat=True)
    assert (len(rows), sum(rows)) == (2, 0)
