"""The written proof behind a late arrival: by the person concerned, within seven days, decided by another."""

from collections.abc import Callable

import pytest

from accounts.services import delegate
from core.errors import Incomplete, NotAllowed, OwnCase, TooLate, WrongState
from core.models import StoredFile
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.selectors import current
from judgement.models import Proposal
from notifications.models import Notice
from penalties import services
from penalties.models import WrittenProof
from penalties.services.proofs import last_instant
from tests.factories import World, company, dispatched, moment
from tickets import services as tickets
from tickets.models import Ticket

NEXT_DAY = moment("2026-03-03 09:00:00")


@pytest.fixture
def world(db) -> World:
    return company()


@pytest.fixture
def late(world) -> Ticket:
    """Zhang Wei was due at 20:00 and came at 23:00."""
    ticket = dispatched(world)
    return tickets.arrive(ticket=ticket, actor=world.e1, now=moment("2026-03-02 23:00:00"))


@pytest.fixture
def file(world, late, photo) -> Callable[..., WrittenProof]:
    def go(*, by="e1", now=NEXT_DAY, reason="洪水封路", documents=1) -> WrittenProof:
        papers = [photo() for _ in range(documents)]
        return services.file_proof(ticket=late, reason=reason, documents=papers, actor=world.people[by], now=now)

    return go


def test_he_files_it_and_the_head_is_told(file, world):
    proof = file()
    assert (proof.state, proof.person) == ("submitted", world.e1)
    assert StoredFile.objects.get().subject == Subject.of(proof)
    assert Notice.objects.filter(person=world.head, about="proof_filed").count() == 1


def test_an_oral_reason_is_none(file):
    with pytest.raises(Incomplete) as refused:
        file(documents=0)
    assert list(refused.value.details) == ["documents"]
    assert WrittenProof.objects.count() == 0


@pytest.mark.parametrize(
    ("instant", "accepted"),
    [("2026-03-09 23:59:59.999999", True), ("2026-03-10 00:00:00", False), ("2026-03-10 00:00:00.000001", False)],
)
def test_the_seventh_day_counts_until_midnight(file, instant, accepted):
    if accepted:
        assert file(now=moment(instant)).state == "submitted"
        return
    with pytest.raises(TooLate, match="2026-03-09 24:00"):
        file(now=moment(instant))


def test_the_last_instant_is_told_to_the_microsecond(late):
    deadline = current(Subject.of(late), "arrival")
    assert last_instant(deadline) == moment("2026-03-09 23:59:59.999999")


@pytest.mark.parametrize("who", ["e2", "liaison", "head"])
def test_nobody_files_it_for_him(file, who):
    with pytest.raises(NotAllowed):
        file(by=who)


def test_who_was_in_time_has_nothing_to_prove(world, photo):
    ticket = tickets.arrive(ticket=dispatched(world), actor=world.e1, now=moment("2026-03-02 20:00:00"))
    with pytest.raises(WrongState):
        services.file_proof(ticket=ticket, reason="封路", documents=[photo()], actor=world.e1, now=NEXT_DAY)


def test_one_waits_at_a_time_and_a_refused_one_may_be_followed(file, world):
    first = file()
    with pytest.raises(WrongState):
        file()
    services.decide_proof(proof=first, accept=False, reason="道路畅通", actor=world.head, now=NEXT_DAY)
    assert file().state == "submitted"


def decide(proof: WrittenProof, by, accept: bool = True, reason: str = "情况属实") -> WrittenProof:
    return services.decide_proof(proof=proof, accept=accept, reason=reason, actor=by, now=NEXT_DAY)


def test_accepted_the_entry_falls_and_the_mark_stays(file, world, late):
    assert decide(file(), world.head).state == "accepted"
    assert Proposal.objects.get().state == "waived"
    assert current(Subject.of(late), "arrival").state == "excused"


def test_refused_everything_stays(file, world, late):
    assert decide(file(), world.head, accept=False).state == "refused"
    assert (Proposal.objects.get().state, current(Subject.of(late), "arrival").state) == ("proposed", "missed")


def test_what_was_confirmed_meanwhile_is_taken_back_by_a_counter_entry(file, world):
    proof = file()
    services.confirm_penalty(proposal=Proposal.objects.get(), actor=world.head, now=NEXT_DAY)
    decide(proof, world.gm)
    entry = Proposal.objects.get()
    assert (entry.state, sorted(row.amount for row in entry.entries.all())) == ("revoked", [-1000, 1000])


def test_the_one_charged_instead_may_prove_it_too(world, late, photo):
    services.confirm_penalty(
        proposal=Proposal.objects.get(), charge_to=world.e2, reason="其延误", actor=world.head, now=NEXT_DAY
    )
    proof = services.file_proof(ticket=late, reason="封路", documents=[photo()], actor=world.e2, now=NEXT_DAY)
    assert proof.person == world.e2


@pytest.mark.parametrize("who", ["supervisor", "liaison", "e2", "clerk"])
def test_only_the_head_or_the_general_manager_decide(file, world, who):
    with pytest.raises(NotAllowed):
        decide(file(), world.people[who])


def test_a_deputy_head_does_not_decide_on_his_own_proof(file, world):
    delegate(principal=world.head, deputy=world.e1, role="dept_head", until=moment("2026-03-11 00:00:00"),
             actor=world.head, now=NEXT_DAY)  # fmt: skip
    with pytest.raises(OwnCase):
        decide(file(), world.e1)


def test_deciding_needs_a_reason_and_happens_once(file, world):
    proof = file()
    with pytest.raises(Incomplete):
        decide(proof, world.head, reason=" ")
    decide(proof, world.head)
    with pytest.raises(WrongState):
        decide(proof, world.gm, accept=False)


def test_waiving_by_hand_is_refused_where_a_proof_is_asked_for(late, world):
    with pytest.raises(Incomplete, match="书面证明"):
        services.waive_penalty(proposal=Proposal.objects.get(), reason="路上堵车", actor=world.head, now=NEXT_DAY)


def test_after_an_accepted_proof_the_absorbed_urgent_one_stays_down(world, photo):
    ticket = dispatched(world, urgent=True)
    deadlines.sweep(now=moment("2026-03-02 20:00:01"))
    proof = services.file_proof(ticket=ticket, reason="封桥", documents=[photo()], actor=world.e1, now=NEXT_DAY)
    decide(proof, world.head)
    assert {entry.clause: entry.state for entry in Proposal.objects.all()} == {"6.2": "waived", "9.10": "absorbed"}


def test_he_is_told_how_it_was_decided(file, world):
    decide(file(), world.head)
    assert Notice.objects.filter(person=world.e1, about="proof_decided").count() == 1


def test_who_sent_him_does_not_judge_why_he_was_late(file, world):
    until = NEXT_DAY.date()
    delegate(principal=world.head, deputy=world.liaison, role="dept_head", until=until, actor=world.head, now=NEXT_DAY)
    proof = file()
    given = {"proof": proof, "accept": True, "reason": "属实", "now": NEXT_DAY}
    with pytest.raises(OwnCase):
        services.decide_proof(**given, actor=world.liaison)
    assert services.decide_proof(**given, actor=world.head).state == "accepted"
