"""A fact that turned out otherwise: withdrawn, carried over, or flagged; never edited."""

from core import transitions
from core.journal import SYSTEM
from judgement.models import Fact, FactWithdrawal, Proposal
from judgement.services import amend_fact, correct_fact, record_fact
from notifications.models import Notice
from tests.judgement.conftest import TICKET

MISSED = {"event": "sla.arrival.missed", "subject": TICKET, "occurrence": "1"}


def confirm(proposal: Proposal, now) -> None:
    locked = transitions.claim(proposal, "confirm")
    transitions.advance(locked, "confirm", actor=SYSTEM, now=now, charged_to=locked.charged_to, effects=locked.effects)


def test_without_replacement_what_nobody_decided_is_revoked(late, head, eight):
    record_fact(late(urgent=True), actor=SYSTEM, now=eight)
    correct_fact(**MISSED, replacement=None, reason="现场在省外", actor=SYSTEM, now=eight)
    assert {p.state for p in Proposal.objects.all()} == {"revoked"}
    assert (Fact.objects.count(), FactWithdrawal.objects.get().reason) == (1, "现场在省外")


def test_what_was_confirmed_stays_and_its_decider_is_told(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    confirm(Proposal.objects.get(), eight)
    correct_fact(**MISSED, replacement=None, reason="现场在省外", actor=SYSTEM, now=eight)
    assert (Proposal.objects.get().state, Proposal.objects.get().facts_changed) == ("confirmed", True)
    assert Notice.objects.filter(person=head, about="facts_changed").count() == 1


def test_what_holds_before_and_after_is_carried_over_not_proposed_twice(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    correct_fact(**MISSED, replacement=late(due="2026-03-02 19:00:00"), reason="通知更早", actor=SYSTEM, now=eight)
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.fact.epoch, Fact.objects.count()) == ("proposed", 2, 2)


def test_a_confirmed_one_that_still_holds_is_not_proposed_again(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    confirm(Proposal.objects.get(), eight)
    correct_fact(**MISSED, replacement=late(due="2026-03-02 19:00:00"), reason="通知更早", actor=SYSTEM, now=eight)
    assert [(p.state, p.facts_changed) for p in Proposal.objects.all()] == [("confirmed", True)]


def test_another_person_answerable_revokes_the_one_and_proposes_the_other(late, wang, li, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    correct_fact(**MISSED, replacement=late(person=li), reason="当时已改派", actor=SYSTEM, now=eight)
    assert {p.person: p.state for p in Proposal.objects.all()} == {wang: "revoked", li: "proposed"}


def test_no_longer_urgent_leaves_the_late_arrival_and_drops_the_absorbed_one(late, head, eight):
    record_fact(late(urgent=True), actor=SYSTEM, now=eight)
    correct_fact(**MISSED, replacement=late(), reason="并非急需", actor=SYSTEM, now=eight)
    assert {p.clause: p.state for p in Proposal.objects.all()} == {"6.2": "proposed", "9.10": "revoked"}


def test_a_correction_of_what_never_was_a_fact_just_records_it(late, head, eight):
    correct_fact(**MISSED, replacement=late(), reason="省内", actor=SYSTEM, now=eight)
    assert (Fact.objects.count(), FactWithdrawal.objects.count(), Proposal.objects.count()) == (1, 0, 1)


def test_proceeds_known_later_are_an_entry_of_their_own(incident, wang, head, eight):
    sale = incident("overcharging", wang, 5)
    record_fact(sale, actor=SYSTEM, now=eight)
    confirm(Proposal.objects.get(), eight)
    amend_fact(event=sale.event, subject=sale.subject, occurrence="", facts={"incident.proceeds": "1850.00"},
               actor=SYSTEM, now=eight)  # fmt: skip
    first, second = Proposal.objects.order_by("id")
    assert {e["do"] for e in first.effects} == {"fine", "off_post"}
    assert [(e["do"], e["amount"]) for e in second.effects] == [("confiscate", "1850.00")]
    assert (first.state, second.state) == ("confirmed", "proposed")


def test_amending_twice_replaces_what_nobody_decided(incident, wang, head, eight):
    sale = incident("overcharging", wang, 5)
    record_fact(sale, actor=SYSTEM, now=eight)
    confirm(Proposal.objects.get(), eight)
    for amount in ("1850.00", "2000.00"):
        amend_fact(event=sale.event, subject=sale.subject, occurrence="", facts={"incident.proceeds": amount},
                   actor=SYSTEM, now=eight)  # fmt: skip
    shown = [(p.state, p.effects[0].get("amount")) for p in Proposal.objects.exclude(state="confirmed").order_by("id")]
    assert shown == [("revoked", "1850.00"), ("proposed", "2000.00")]


def test_an_unknown_loss_is_no_entry_until_it_is_assessed(incident, wang, head, eight):
    loss = incident("report_refused_loss", wang, 6)
    record_fact(loss, actor=SYSTEM, now=eight)
    assert Proposal.objects.count() == 0
    amend_fact(event=loss.event, subject=loss.subject, occurrence="", facts={"incident.assessed_loss": "800.00"},
               actor=SYSTEM, now=eight)  # fmt: skip
    assert [(e["do"], e["amount"]) for e in Proposal.objects.get().effects] == [("bear_loss", "800.00")]


def decide(proposal: Proposal, name: str, now) -> None:
    transitions.advance(transitions.claim(proposal, name), name, actor=SYSTEM, now=now)


def test_what_a_person_revoked_is_not_put_up_again(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    confirm(Proposal.objects.get(), eight)
    decide(Proposal.objects.get(), "revoke", eight)
    for due in ("2026-03-02 19:00:00", "2026-03-02 18:00:00"):
        correct_fact(**MISSED, replacement=late(due=due), reason="通知更早", actor=SYSTEM, now=eight)
    assert [proposal.state for proposal in Proposal.objects.all()] == ["revoked"]


def test_what_comes_up_after_the_higher_one_was_waived_has_fallen_with_it(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    decide(Proposal.objects.get(), "waive", eight)
    correct_fact(**MISSED, replacement=late(urgent=True), reason="急需", actor=SYSTEM, now=eight)
    assert {p.clause: p.state for p in Proposal.objects.all()} == {"6.2": "waived", "9.10": "absorbed"}


def test_what_a_correction_revoked_takes_nothing_with_it(late, head, eight, li):
    record_fact(late(), actor=SYSTEM, now=eight)
    correct_fact(**MISSED, replacement=late(person=li), reason="当时已改派", actor=SYSTEM, now=eight)
    correct_fact(**MISSED, replacement=late(urgent=True), reason="并未改派", actor=SYSTEM, now=eight)
    assert [p.clause for p in Proposal.objects.filter(state="proposed")] == ["6.2"]


def test_a_decided_one_stays_in_its_month(late, head, eight):
    record_fact(late(due="2026-04-01 01:00:00"), actor=SYSTEM, now=eight)
    confirm(Proposal.objects.get(), eight)
    correct_fact(**MISSED, replacement=late(due="2026-03-31 23:00:00"), reason="通知更早", actor=SYSTEM, now=eight)
    proposal = Proposal.objects.get()
    assert (proposal.month, proposal.fact.epoch) == ("2026-04", 2)
