"""accept_arrival: a claimed time counts when a supervisor says so, and the originals never change (table W8)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Person
from core import journal
from core.device import DeviceClaim
from core.errors import Incomplete, NotAllowed, OwnCase, WrongState
from customers.models import Site
from deadlines.models import Deadline
from tests.factories import NOTICE, World, dispatched, moment, on_site
from tests.support.company import staff
from tests.tickets.reading import clock, fines, logged, rows, swept, told
from tickets import services
from tickets.claims import Fix, Place
from tickets.models import Arrival, ArrivalDecision, Ticket, WaitingClaim

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DUE = NOTICE + 12 * HOUR
CLAIMED = DUE - 2 * MINUTE
CHONGQING, CHENGDU = Place(29.563, 106.551, 35.0), Place(30.572, 104.066, 20.0)


def synced(
    world: World, *, lag: timedelta = 15 * MINUTE, wrong_by: timedelta = timedelta(), counted: bool = True, **given: Any
) -> Ticket:
    """Zhang tapped at 19:58 without network; his phone's message came `lag` later, its clock is `wrong_by` off."""
    age = int(lag / timedelta(milliseconds=1)) if counted else None
    device = DeviceClaim(device_time=CLAIMED + wrong_by, age_ms=age)
    return services.arrive(ticket=dispatched(world), actor=world.e1, now=CLAIMED + lag, device=device, **given)


def judge(world: World, ticket: Ticket, accept: bool = True, reason: str = "信号塔停电", **given: Any) -> Ticket:
    act: dict[str, Any] = {"actor": world.supervisor, "now": DUE + 2 * HOUR, **given}
    return services.accept_arrival(ticket=ticket, accept=accept, reason=reason, **act)


def originals() -> list[tuple[Any, ...]]:
    """Every arrival, column by column, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tickets_arrival ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.parametrize("wrong_by", [-DAY, DAY], ids=["a day slow", "a day fast"])
@pytest.mark.parametrize("lag", [3 * MINUTE, 6 * HOUR, 40 * DAY], ids=["3 minutes", "6 hours", "40 days"])
def test_a_wrong_clock_claims_by_the_counter_and_needs_a_reason(
    world: World, wrong_by: timedelta, lag: timedelta
) -> None:
    ticket = synced(world, lag=lag, wrong_by=wrong_by)

    row = Arrival.objects.get()
    assert (row.claimed_at, row.device_time, row.flags) == (CLAIMED, CLAIMED + wrong_by, ["clock"])
    assert (clock(ticket).state, fines(ticket)) == ("missed", [("6.2", "e1", "proposed")])
    with pytest.raises(Incomplete):
        judge(world, ticket, reason="", now=CLAIMED + lag + HOUR)
    judge(world, ticket, now=CLAIMED + lag + HOUR)
    assert (clock(ticket).state, fines(ticket)) == ("met", [("6.2", "e1", "revoked")])


def test_sync_after_a_minute_before_the_limit_is_simply_in_time(world: World) -> None:
    ticket = synced(world, lag=MINUTE)

    assert (clock(ticket).state, fines(ticket), WaitingClaim.objects.count()) == ("met", [], 0)


def test_sync_after_a_few_minutes_is_accepted_with_one_tap(world: World) -> None:
    ticket = judge(world, synced(world, lag=10 * MINUTE), reason="")

    assert (clock(ticket).state, clock(ticket).stopped_at, ticket.arrived_at) == ("met", CLAIMED, CLAIMED)
    assert fines(ticket) == [("6.2", "e1", "revoked")]


def test_sync_later_than_ten_minutes_needs_a_reason(world: World) -> None:
    ticket = synced(world, lag=10 * MINUTE + timedelta(milliseconds=1))
    before = rows(ticket)

    with pytest.raises(Incomplete, match="认定理由"):
        judge(world, ticket, reason=" ")
    assert (rows(ticket), ArrivalDecision.objects.count()) == (before, 0)


def test_until_it_is_accepted_the_limit_is_missed_and_the_fine_proposed(world: World) -> None:
    ticket = synced(world)

    assert (clock(ticket).state, fines(ticket)) == ("missed", [("6.2", "e1", "proposed")])
    assert told("supervisor")[-1] == "arrival_claimed"


def test_acceptance_is_a_new_epoch_and_the_old_one_stays(world: World) -> None:
    ticket = judge(world, synced(world))

    epochs = Deadline.objects.filter(kind="arrival").order_by("epoch")
    assert [(row.epoch, row.stopped_at, bool(row.fired_at), row.due_at) for row in epochs] == [
        (1, CLAIMED + 15 * MINUTE, True, DUE), (2, CLAIMED, False, DUE),
    ]  # fmt: skip
    assert (logged(ticket, "accept_arrival"), told("e1")[-1], swept(DUE + DAY)) == (1, "arrival_decided", 0)


def test_originals_are_the_same_to_the_byte(world: World) -> None:
    ticket = synced(world, wrong_by=DAY)
    before = originals()

    judge(world, ticket)

    assert originals() == before
    assert list(journal.verify()) == []


def test_a_refused_claim_leaves_everything_and_says_why(world: World) -> None:
    ticket = judge(world, synced(world), accept=False, reason="门卫记录为 20:10")

    assert (clock(ticket).state, ticket.arrived_at) == ("missed", CLAIMED + 15 * MINUTE)
    assert (fines(ticket), WaitingClaim.objects.filter(settled_at=None).count()) == ([("6.2", "e1", "proposed")], 0)
    assert ArrivalDecision.objects.get().reason == "门卫记录为 20:10"


def test_a_refusal_needs_a_reason_however_short_the_lag(world: World) -> None:
    with pytest.raises(Incomplete, match="不予认定的理由"):
        judge(world, synced(world, lag=5 * MINUTE), accept=False, reason="")


def test_decided_is_decided(world: World) -> None:
    ticket = judge(world, synced(world))

    with pytest.raises(WrongState, match="已由苏敏"):
        judge(world, ticket, accept=False)
    assert (clock(ticket).state, ArrivalDecision.objects.count()) == ("met", 1)


def test_without_a_claim_there_is_nothing_to_accept(world: World) -> None:
    with pytest.raises(WrongState, match="没有待认定"):
        judge(world, on_site(world))


@pytest.mark.parametrize("who", ["e1", "e2", "liaison", "head", "gm", "quality_supervisor", "auditor"])
def test_only_the_service_supervisor_judges(world: World, who: str) -> None:
    ticket = synced(world)

    with pytest.raises(NotAllowed):
        judge(world, ticket, actor=world.people[who])
    assert clock(ticket).state == "missed"


def test_nobody_judges_his_own_arrival(world: World) -> None:
    both: Person = staff("both", "张伟", "service_supervisor", "field_engineer")
    both.regions = ["重庆市"]
    both.save()
    ticket = dispatched(world, engineer=both)
    device = DeviceClaim(device_time=CLAIMED, age_ms=15 * 60_000)
    ticket = services.arrive(ticket=ticket, actor=both, now=CLAIMED + 15 * MINUTE, device=device)

    with pytest.raises(OwnCase):
        judge(world, ticket, actor=both)
    assert judge(world, ticket).arrived_at == CLAIMED


def test_a_typed_time_is_judged_like_a_phone_s(world: World) -> None:
    ticket = services.arrive(ticket=dispatched(world), actor=world.e1, now=DUE + HOUR, arrived_at=CLAIMED)

    assert clock(judge(world, ticket)).state == "met"


def test_a_claim_of_a_late_time_has_nothing_to_accept(world: World) -> None:
    ticket = services.arrive(
        ticket=dispatched(world), actor=world.e1, now=DUE + HOUR, device=DeviceClaim(DUE + MINUTE, 59 * 60_000)
    )

    assert Arrival.objects.get().claimed_at == DUE + MINUTE
    with pytest.raises(WrongState):
        judge(world, ticket)


def test_a_phone_that_was_restarted_claims_by_its_clock_and_is_flagged(world: World) -> None:
    ticket = synced(world, counted=False, lag=5 * MINUTE)

    assert (Arrival.objects.get().claimed_at, Arrival.objects.get().flags) == (CLAIMED, ["clock"])
    with pytest.raises(Incomplete):
        judge(world, ticket, reason="")


def test_a_restarted_phone_whose_clock_is_ahead_claims_nothing(world: World) -> None:
    ticket = synced(world, counted=False, wrong_by=DAY)

    assert (Arrival.objects.get().claimed_at, Arrival.objects.get().device_time) == (None, CLAIMED + DAY)
    assert (clock(ticket).state, WaitingClaim.objects.count()) == ("missed", 0)


def test_nobody_has_arrived_before_he_was_sent(world: World) -> None:
    ticket = synced(world, counted=False, wrong_by=-DAY)
    assert Arrival.objects.get().flags == ["clock", "early"]

    ticket = judge(world, ticket)

    assert (ticket.arrived_at, clock(ticket).state) == (NOTICE + 10 * MINUTE, "met")


def test_a_correction_that_makes_the_receipt_timely_ends_the_waiting(world: World) -> None:
    ticket = synced(world)
    services.correct_site(ticket=ticket, site_province="四川省", actor=world.liaison, now=DUE + HOUR)

    assert (clock(ticket).state, WaitingClaim.objects.filter(settled_at=None).count()) == ("met", 0)
    with pytest.raises(WrongState):
        judge(world, ticket)


def test_a_correction_that_makes_the_receipt_late_opens_the_claim(world: World) -> None:
    ticket = dispatched(world, serial="P2", site_province="四川省")
    device = DeviceClaim(device_time=CLAIMED, age_ms=15 * 60_000)
    services.arrive(ticket=ticket, actor=world.e1, now=CLAIMED + 15 * MINUTE, device=device)
    assert (clock(ticket).state, WaitingClaim.objects.count()) == ("met", 0)

    services.correct_site(ticket=ticket, site_province="重庆市", actor=world.liaison, now=DUE + HOUR)

    assert (clock(ticket).state, WaitingClaim.objects.filter(settled_at=None).count()) == ("missed", 1)
    assert clock(judge(world, ticket)).state == "met"


def test_what_was_accepted_survives_a_correction(world: World) -> None:
    ticket = judge(world, synced(world))
    services.correct(ticket=ticket, urgent=True, reason="停产", actor=world.liaison, now=DUE + 3 * HOUR)

    assert (clock(ticket).state, clock(ticket).stopped_at) == ("met", CLAIMED)


def test_accepted_after_the_confirmation_changes_nothing_and_tells_the_decider(world: World) -> None:
    from judgement.models import Proposal
    from penalties.services import confirm_penalty

    ticket = synced(world)
    confirm_penalty(proposal=Proposal.objects.get(clause="6.2"), actor=world.head, now=DUE + HOUR)

    judge(world, ticket)

    assert (clock(ticket).state, fines(ticket)) == ("met", [("6.2", "e1", "confirmed")])
    assert (Proposal.objects.get(clause="6.2").facts_changed, told("head")[-1]) == (True, "facts_changed")


def test_position_is_not_kept_without_consent(world: World) -> None:
    synced(world, fix=Fix(CHENGDU), position="30.572,104.066")

    row = Arrival.objects.get()
    assert (row.latitude, row.longitude, row.accuracy, row.position) == (None, None, None, "")
    assert (row.outcome, "30.57" in str(originals())) == ("refused", False)


def test_consent_with_the_tap_keeps_it_and_taking_it_back_ends_that(world: World) -> None:
    from accounts.services import consent_to_position

    synced(world, fix=Fix(CHONGQING), consent=True)
    row = Arrival.objects.get()
    assert (row.latitude, row.longitude, row.accuracy, row.outcome) == (29.563, 106.551, 35.0, "ok")

    consent_to_position(given=False, actor=world.e1, now=DUE + DAY)
    world.e1.refresh_from_db(fields=["position_consent_at"])
    other = dispatched(world, at=NOTICE + 2 * DAY)
    services.arrive(ticket=other, actor=world.e1, now=NOTICE + 2 * DAY + HOUR, fix=Fix(CHONGQING))
    assert Arrival.objects.get(ticket=other).latitude is None
    assert world.e1.position_consent_at is None


def test_consent_is_stored_with_its_time_and_told_once(world: World) -> None:
    from accounts.services import consent_to_position

    for _again in range(2):
        consent_to_position(given=True, actor=world.e1, now=DUE)
    world.e1.refresh_from_db(fields=["position_consent_at"])

    assert world.e1.position_consent_at == DUE
    assert [row.data for row in journal.told(world.e1) if row.act == "consent_to_position"] == [{"given": True}]
    with pytest.raises(NotAllowed):
        consent_to_position(given=True, actor=world.liaison, now=DUE)


def test_far_from_the_site_is_told_and_flagged(world: World) -> None:
    machine = world.machines["P1"]
    machine.site = Site.objects.create(
        customer=machine.customer, name="一号车间", province="重庆市", latitude=29.563, longitude=106.551
    )
    machine.save()
    synced(world, fix=Fix(Place(29.60, 106.551, 10.0)), consent=True)

    row = Arrival.objects.get()
    assert (row.outcome, row.flags) == ("far", ["far"])


def test_two_places_that_nobody_gets_between_are_flagged(world: World) -> None:
    first = dispatched(world, serial="P4", site_province="重庆市")
    services.arrive(ticket=first, actor=world.e1, now=CLAIMED - HOUR, fix=Fix(CHENGDU), consent=True)
    synced(world, fix=Fix(CHONGQING))

    assert Arrival.objects.order_by("pk").last().flags == ["speed"]


def test_sent_three_times_is_one_arrival(world: World) -> None:
    ticket = synced(world)
    for later in (1, 2):
        with pytest.raises(WrongState):
            services.arrive(ticket=ticket, actor=world.e1, now=DUE + later * HOUR)

    assert (Arrival.objects.count(), logged(ticket, "arrive")) == (1, 1)


def test_synced_after_the_next_cycle_began_each_cycle_has_its_own_claim(world: World) -> None:
    from tests.factories import to_call

    ticket = to_call(world)
    called = NOTICE + 30 * HOUR
    ticket = services.follow_up(ticket=ticket, outcome="unsolved", actor=world.liaison, now=called)
    ticket = services.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=called + MINUTE)
    device = DeviceClaim(called + 11 * HOUR, 2 * 3_600_000)
    ticket = services.arrive(ticket=ticket, actor=world.e1, now=called + 13 * HOUR, device=device)
    assert clock(ticket).state == "missed"

    ticket = judge(world, ticket, now=called + 14 * HOUR)

    assert (clock(ticket, 1).state, clock(ticket, 2).state) == ("met", "met")
    assert (ticket.cycle, ticket.arrived_at) == (2, called + 11 * HOUR)


def test_forty_days_later_the_ticket_may_long_be_closed(world: World) -> None:
    ticket = synced(world)
    services.start_work(ticket=ticket, actor=world.e1, now=DUE + HOUR)
    assert judge(world, ticket, now=moment("2026-04-20 09:00:00")).state == "working"
    assert clock(ticket).state == "met"
