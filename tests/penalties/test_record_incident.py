"""A breach that only a person can report."""

from decimal import Decimal

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange
from core.models import JournalEntry, StoredFile
from core.subjects import Subject
from judgement.models import Fact, Proposal
from penalties import services
from penalties.models import Incident


def test_the_liaison_records_it_and_the_book_proposes(recorded, wang):
    incident = recorded("conduct")
    proposal = Proposal.objects.get()
    assert (incident.number, incident.state) == ("V2603-0001", "recorded")
    assert (proposal.clause, proposal.charged_to, proposal.state) == ("9.6", wang, "proposed")
    assert StoredFile.objects.get().subject == Subject.of(incident)


def test_its_history_starts_with_who_recorded_it(recorded, lan):
    incident = recorded("conduct")
    rows = JournalEntry.objects.filter(subject_type="penalties.incident", subject_id=incident.pk)
    assert [(row.act, row.actor_id) for row in rows.order_by("seq")] == [
        ("record_incident", lan.pk), ("incident.conduct", lan.pk),
    ]  # fmt: skip


def test_an_engineer_records_nothing(wang, li, photo, monday):
    with pytest.raises(NotAllowed):
        services.record_incident(kind="conduct", person=li, facts="言语", evidence=[photo()], actor=wang, now=monday)
    assert Incident.objects.count() == 0


@pytest.mark.parametrize("left_out", ["facts", "evidence", "kind"])
def test_without_facts_evidence_or_kind_it_is_refused(lan, wang, photo, monday, left_out):
    given = {"kind": "conduct", "facts": "言语", "evidence": [photo()]}
    given[left_out] = {"facts": " ", "evidence": [], "kind": "sorcery"}[left_out]
    with pytest.raises(Incomplete) as refused:
        services.record_incident(person=wang, actor=lan, now=monday, **given)
    assert list(refused.value.details) == [left_out]
    assert (Incident.objects.count(), Fact.objects.count(), StoredFile.objects.count()) == (0, 0, 0)


def test_it_cannot_have_happened_tomorrow(recorded, at):
    with pytest.raises(OutOfRange):
        recorded("conduct", happened_at=at("2026-03-02 10:00:00.000001"))


def test_it_belongs_to_the_month_in_which_it_happened(recorded, at):
    recorded("conduct", happened_at=at("2026-02-28 23:59:59"))
    assert Proposal.objects.get().month == "2026-02"


@pytest.mark.parametrize("amount", ["-0.01", "-5"])
def test_proceeds_are_never_negative(recorded, amount):
    with pytest.raises(OutOfRange):
        recorded("private_parts_sale", proceeds=Decimal(amount))


def test_amending_an_amount_that_was_never_given_is_refused(recorded, lan, monday):
    incident = recorded("overcharging")
    with pytest.raises(Incomplete):
        services.amend_incident(incident=incident, actor=lan, now=monday)


def test_proceeds_known_later_are_stored_and_proposed(recorded, lan, monday):
    incident = recorded("overcharging")
    amended = services.amend_incident(incident=incident, proceeds=Decimal("1850"), actor=lan, now=monday)
    assert (amended.state, amended.proceeds) == ("amended", Decimal("1850.00"))
    amounts = [effect["amount"] for p in Proposal.objects.all() for effect in p.effects if effect["do"] == "confiscate"]
    assert amounts == ["1850.00"]
