"""The sweep: everything due, nothing early, nothing twice, nobody held up."""

import pytest

from core.journal import SYSTEM
from deadlines import services
from deadlines.models import Deadline
from deadlines.services import firing, sweeping
from deadlines.services.sweeping import SweepResult
from judgement.models import Fact, Proposal
from notifications.models import Notice
from tests.support.company import staff


@pytest.mark.parametrize(("instant", "fired"), [("19:59:59.999999", 0), ("20:00:00", 0), ("20:00:00.000001", 1)])
def test_nothing_fires_before_its_due_instant_has_passed(clock_of, at, instant, fired):
    clock_of(7)
    assert services.sweep(now=at(f"2026-03-02 {instant}")).fired == fired


def test_running_again_changes_nothing(clock_of, at):
    clock_of(7)
    late = at("2026-03-02 20:10:00")
    assert [services.sweep(now=late).fired for _ in range(3)] == [1, 0, 0]
    assert (Fact.objects.count(), Proposal.objects.count()) == (1, 1)


def test_a_day_without_a_sweep_changes_nothing_but_lateness(clock_of, at):
    clock_of(7)
    services.sweep(now=at("2026-03-04 09:00:00"))
    fact = Fact.objects.get()
    assert (fact.happened_at, fact.recorded_at) == (at("2026-03-02 20:00:00"), at("2026-03-04 09:00:00"))


def test_more_than_a_batch_is_worked_off_in_one_sweep(clock_of, at, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 4)
    for ticket in range(1, 11):
        clock_of(ticket)
    assert services.sweep(now=at("2026-03-02 20:00:01")).fired == 10


def poison(monkeypatch, victim: int) -> None:
    """Let judging the deadlines of ticket `victim` fail, alone or in a batch."""
    honest = firing.record_facts

    def record_facts(inputs, **more):
        if any(given.subject.id == victim for given in inputs):
            raise ValueError("unreadable facts")
        return honest(inputs, **more)

    monkeypatch.setattr(firing, "record_facts", record_facts)


def test_one_poisoned_row_does_not_stop_the_others(clock_of, at, monkeypatch):
    for ticket in range(1, 21):
        clock_of(ticket)
    poison(monkeypatch, 13)
    assert services.sweep(now=at("2026-03-02 20:00:01")) == SweepResult(fired=19, warned=0, failed=1)
    assert "unreadable" in Deadline.objects.get(fired_at=None).last_error


def test_the_third_failure_rings_once(clock_of, at, monkeypatch):
    admin = staff("admin", "管理员", "administrator")
    clock_of(13)
    poison(monkeypatch, 13)
    for minute in ("20:00:01", "20:01:02", "20:06:03", "20:36:04"):
        services.sweep(now=at(f"2026-03-02 {minute}"))
    assert [notice.about for notice in Notice.objects.filter(person=admin)] == ["alarm"]
    assert Deadline.objects.get().failures == 4


def test_a_healed_row_is_judged_at_its_next_try(clock_of, at, monkeypatch):
    clock_of(13)
    with monkeypatch.context() as while_broken:
        poison(while_broken, 13)
        services.sweep(now=at("2026-03-02 20:00:01"))
    assert services.sweep(now=at("2026-03-02 20:00:30")).fired == 0
    assert services.sweep(now=at("2026-03-02 20:01:01")).fired == 1
    assert Fact.objects.get().happened_at == at("2026-03-02 20:00:00")


def test_a_warning_goes_to_the_engineer_once(clock_of, at, wang):
    clock_of(7, warn_at=at("2026-03-02 17:00:00"))
    results = [services.sweep(now=at(f"2026-03-02 {hour}")).warned for hour in ("16:59:59", "17:00:00", "18:00:00")]
    assert results == [0, 1, 0]
    assert [(n.person, n.about) for n in Notice.objects.all()] == [(wang, "deadline_near")]


def test_a_warning_goes_to_the_liaison_while_nobody_is_assigned(clock_of, at):
    lan = staff("lan", "林岚", "liaison")
    clock_of(7, person=None, warn_at=at("2026-03-02 17:00:00"))
    services.sweep(now=at("2026-03-02 17:00:00"))
    assert [n.person for n in Notice.objects.all()] == [lan]


def test_what_was_met_or_ended_is_never_warned_of(clock_of, at):
    row = clock_of(7, warn_at=at("2026-03-02 17:00:00"))
    services.stop(kind="arrival", subject=row.subject, occurrence="1", at=at("2026-03-02 12:00:00"), actor=SYSTEM,
                  now=at("2026-03-02 12:00:00"))  # fmt: skip
    assert services.sweep(now=at("2026-03-02 17:00:00")) == SweepResult()


def test_an_idle_sweep_asks_little(clock_of, at, django_assert_max_num_queries):
    clock_of(7)
    with django_assert_max_num_queries(8):
        services.sweep(now=at("2026-03-02 09:00:00"))
