"""report_fault: the notice becomes a ticket (clauses 5, 6.1)."""

from datetime import timedelta

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange
from core.models import JournalEntry
from rulebook.models import RulebookVersion
from tests.factories import NOTICE, World, machine, moment, reported
from tests.tickets.reading import clock, fines, logged
from tickets.models import Ticket
from tickets.services import report_fault

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def test_machine_in_province_is_due_twelve_hours_after_the_notice(world: World) -> None:
    ticket = reported(world)

    row = clock(ticket)
    assert (ticket.number, ticket.state, ticket.zone, ticket.cycle) == ("T2603-0001", "reported", "in_province", 1)
    assert (row.start_at, row.due_at, row.clause) == (NOTICE, NOTICE + 12 * HOUR, "5, 6.2")
    assert row.warn_at == NOTICE + 9 * HOUR


def test_clock_shows_its_arithmetic(world: World) -> None:
    formula = clock(reported(world)).formula

    assert (formula["add"], formula["text"], formula["zone"], formula["calendar"]) == (
        "12h", "12小时", "in_province", "always",
    )  # fmt: skip


def test_machine_out_of_province_is_due_after_forty_eight_hours(world: World) -> None:
    ticket = reported(world, serial="P2")

    assert (ticket.zone, clock(ticket).due_at) == ("out_province", NOTICE + 48 * HOUR)


def test_site_on_the_phone_goes_before_the_address_on_file(world: World) -> None:
    ticket = reported(world, site_province="四川")

    assert (ticket.province, ticket.zone) == ("四川省", "out_province")


def test_abroad_without_a_period_runs_no_clock(world: World) -> None:
    ticket = reported(world, serial="P3")

    assert (ticket.zone, clock(ticket)) == ("overseas", None)


@pytest.mark.parametrize(
    "said", [{"country": "HK"}, {"country": "hk"}, {"site_province": "香港"}, {"site_province": "台湾省"}]
)
def test_hong_kong_macao_and_taiwan_count_as_abroad(world: World, said: dict[str, str]) -> None:
    assert reported(world, **said).zone == "overseas"


def test_province_said_of_a_customer_abroad_is_at_home(world: World) -> None:
    ticket = reported(world, serial="P3", site_province="重庆市")

    assert (ticket.country, ticket.zone) == ("CN", "in_province")


def test_typed_in_late_the_clock_still_runs_from_the_notice(world: World) -> None:
    ticket = reported(world, at=NOTICE + HOUR, notified_at=NOTICE)

    assert (ticket.notified_at, ticket.reported_at) == (NOTICE, NOTICE + HOUR)
    assert clock(ticket).due_at == NOTICE + 12 * HOUR


def test_typed_in_after_the_due_instant_is_missed_but_nobody_is_answerable(world: World) -> None:
    ticket = reported(world, at=NOTICE + 13 * HOUR, notified_at=NOTICE)

    assert (clock(ticket).state, fines(ticket)) == ("missed", [])


@pytest.mark.parametrize(("after", "refused"), [(-TICK, False), (timedelta(0), False), (TICK, True)])
def test_notice_from_the_future_is_refused(world: World, after: timedelta, refused: bool) -> None:
    if not refused:
        assert reported(world, notified_at=NOTICE + after).notified_at == NOTICE + after
        return
    with pytest.raises(OutOfRange, match="不能晚于现在"):
        reported(world, notified_at=NOTICE + after)
    assert not Ticket.objects.exists()
    assert not JournalEntry.objects.filter(act="report_fault").exists()


def test_notice_before_the_machine_left_the_factory_is_refused(world: World) -> None:
    with pytest.raises(OutOfRange, match="2025-01-31"):
        reported(world, notified_at=moment("2025-01-30 23:59:59"))


@pytest.mark.parametrize("who", ["liaison", "clerk"])
def test_desk_files(world: World, who: str) -> None:
    assert reported(world, actor=world.people[who]).reported_by == world.people[who]


@pytest.mark.parametrize("who", ["e1", "salesperson", "gm", "finance", "administrator", "auditor"])
def test_others_do_not_file(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        reported(world, actor=world.people[who])
    assert Ticket.objects.count() == 0


def test_fault_is_required(world: World) -> None:
    with pytest.raises(Incomplete) as refusal:
        reported(world, fault="  ")
    assert set(refusal.value.details) == {"fault"}


def test_unknown_source_is_refused(world: World) -> None:
    with pytest.raises(OutOfRange):
        reported(world, source="pigeon")


def test_unknown_serial_says_how_to_go_on(world: World) -> None:
    with pytest.raises(Incomplete, match="X-404") as refusal:
        reported(world, serial="X-404")
    assert set(refusal.value.details) == {"serial", "customer_name", "contact", "site_province"}
    assert Ticket.objects.count() == 0


def test_unknown_serial_with_name_contact_and_province_is_provisional(world: World) -> None:
    ticket = reported(world, serial="X-404", customer_name="万州船厂", contact="陈工", site_province="重庆")

    assert (ticket.provisional, ticket.serial, ticket.customer_name) == (True, "X-404", "万州船厂")
    assert (ticket.in_warranty, ticket.free, ticket.warnings) == (None, None, ["warranty_unknown"])
    assert clock(ticket).due_at == NOTICE + 12 * HOUR


def test_unknown_serial_of_a_known_customer_needs_only_the_contact(world: World) -> None:
    ticket = reported(world, serial="", customer=world.customers["c2"], contact="陈工")

    assert (ticket.customer_name, ticket.zone) == ("成都锦江水务", "out_province")


def test_unknown_province_is_refused_not_guessed(world: World) -> None:
    with pytest.raises(OutOfRange, match="火星"):
        reported(world, site_province="火星")


def test_customer_without_province_is_asked_for(world: World) -> None:
    owner = world.customers["c1"]
    owner.province = ""
    owner.save()

    with pytest.raises(Incomplete) as refusal:
        reported(world)
    assert set(refusal.value.details) == {"site_province"}


def test_contact_on_file_is_taken_where_none_is_said(world: World) -> None:
    assert (reported(world).contact, reported(world, contact="刘工").contact) == ("王工", "刘工")


def test_journal_tells_warnings_and_similar_tickets(world: World) -> None:
    first = reported(world)
    second = reported(world, at=NOTICE + HOUR)

    entry = JournalEntry.objects.get(act="report_fault", subject_id=second.pk)
    assert (entry.data["warnings"], entry.data["similar"]) == ([], [first.number])
    assert logged(second, "report_fault") == 1


def test_version_is_the_one_in_force_at_the_notice(world: World) -> None:
    assert reported(world).version == RulebookVersion.objects.get()


def test_report_fault_is_atomic(world: World) -> None:
    machine("P9", world.customers["c1"])
    with pytest.raises(OutOfRange):
        report_fault(serial="P9", fault="漏油", site_province="火星", actor=world.liaison, now=NOTICE)
    assert Ticket.objects.count() == 0
