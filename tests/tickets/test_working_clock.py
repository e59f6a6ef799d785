"""The arrival clock in office hours: 08:00–12:00 and 13:00–18:00, Monday to Saturday, public holidays left out."""

from datetime import date, datetime, timedelta

import pytest

from core.errors import OutOfRange, WrongState
from core.models import JournalEntry
from core.worktime import NoCalendarData
from customers.models import Contract
from customers.services import add_contract
from deadlines.models import Deadline
from tests import factories
from tests.factories import World, dispatched, moment, reported
from tests.tickets.reading import clock, fines, logged, swept
from tickets import services
from tickets.models import Ticket
from tickets.selectors import next_act, open_acts, queue
from tickets.showing import due_panel

TICK = timedelta(microseconds=1)
OFFICE = {
    "kind": "weekly", "days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "08:00", "until": "18:00",
    "breaks": [{"from": "12:00", "until": "13:00"}], "holidays": "cn_public",
}  # fmt: skip
WAITS = {"slas.arrival.pause": ["hold.customer.placed"], "slas.arrival.resume": ["hold.customer.lifted"]}
CLASSES = [
    {"id": "D", "title": "内部", "when": {"customer.internal": {"eq": True}}},
    {"id": "C", "title": "保内", "when": {"ticket.in_warranty": {"eq": True}}},
    {"id": "B", "title": "合同", "when": {"contract.active": {"eq": True}}},
    {"id": "A", "title": "收费", "otherwise": True},
]
CITY = {
    "areas": {"town": "市区", "suburb": "郊区"},
    "zones": [
        {"id": "town", "title": "市区", "when": {"site.area": {"eq": "town"}}},
        {"id": "suburb", "title": "郊区", "when": {"site.area": {"eq": "suburb"}}},
        {"id": "far", "title": "其他", "otherwise": True},
    ],
    "slas.arrival.targets": [
        {"zone": "town", "within": "6wh"}, {"zone": "suburb", "within": "7wh"},
        {"zone": "far", "within": {"from_field": "contract.arrival"}},
    ],
    "classes.service": CLASSES,
}  # fmt: skip


def office(**changes: object) -> World:
    """The standard company with a book that counts in office hours, in town and out of it."""
    book = {"calendars.office": OFFICE, "slas.arrival.calendar": "office", **CITY, **changes}
    return factories.company(**book)


@pytest.fixture
def world(db: None) -> World:
    return office(**WAITS)


def running(ticket: Ticket) -> Deadline:
    row = clock(ticket)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("told", "area", "due"),
    [
        ("2026-03-02 17:00", "town", "2026-03-03 14:00"),
        ("2026-03-02 17:00", "suburb", "2026-03-03 15:00"),
        ("2026-02-14 17:00", "town", "2026-02-24 14:00"),
        ("2026-09-30 16:00", "town", "2026-10-08 12:00"),
        ("2026-09-20 09:00", "suburb", "2026-09-20 17:00"),
    ],
)
def test_the_clock_of_a_report_counts_office_hours(world: World, told: str, area: str, due: str) -> None:
    ticket = reported(world, at=moment(told), site_area=area)

    assert (ticket.zone, ticket.area, running(ticket).due_at) == (area, area, moment(due))


@pytest.mark.parametrize(("late", "found"), [(-TICK, 0), (timedelta(), 0), (TICK, 1)])
def test_the_arrival_is_judged_to_the_tick(world: World, late: timedelta, found: int) -> None:
    ticket = dispatched(world, at=moment("2026-02-14 17:00"), site_area="town")
    services.arrive(ticket=ticket, actor=world.e1, now=moment("2026-02-24 14:00") + late)

    assert len(fines(ticket)) == found


def test_the_page_tells_what_was_counted(world: World) -> None:
    ticket = reported(world, at=moment("2026-03-02 17:00"), site_area="suburb")

    panel = due_panel(running(ticket), ticket.version, now=moment("2026-03-02 17:30"))
    lines = [(line.label, line.text) for line in panel.lines]

    assert lines[2:5] == [
        ("周一 03-02", "17:00–18:00 · 1 小时"), ("周二 03-03", "08:00–12:00 · 4 小时"),
        ("周二 03-03", "13:00–15:00 · 2 小时"),
    ]  # fmt: skip
    assert lines[1] == ("规定时限（郊区）", "+ 7工作小时")


def test_the_warning_counts_office_hours_too(world: World) -> None:
    ticket = reported(world, at=moment("2026-02-14 16:00"), site_area="town")

    assert running(ticket).due_at == moment("2026-02-24 12:00")
    assert running(ticket).warn_at == moment("2026-02-24 10:30")


def test_a_user_who_is_not_ready_stops_the_clock(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    services.wait_for_customer(
        ticket=ticket, reason="用户下午才在家", actor=world.liaison, now=moment("2026-03-02 10:00")
    )
    assert (running(ticket).state, swept(moment("2026-03-09 09:00"))) == ("paused", 0)

    services.customer_ready(ticket=ticket, actor=world.liaison, now=moment("2026-03-02 14:00"))
    row = running(ticket)
    assert (row.state, row.epoch, row.start_at, row.due_at) == (
        "open", 2, moment("2026-03-02 09:00"), moment("2026-03-03 09:00"),
    )  # fmt: skip
    assert (logged(ticket, "pause_clock"), logged(ticket, "resume_clock")) == (1, 1)
    assert JournalEntry.objects.get(act="pause_clock").data["left_seconds"] == 5 * 3600


@pytest.mark.parametrize(("late", "found"), [(timedelta(), 0), (TICK, 1)])
def test_what_was_left_is_kept_to_the_tick(world: World, late: timedelta, found: int) -> None:
    ticket = dispatched(world, at=moment("2026-03-07 17:00"), site_area="town")
    wait(world, ticket, "2026-03-07 17:30", "2026-03-09 08:30")
    services.arrive(ticket=ticket, actor=world.e1, now=moment("2026-03-09 15:00") + late)

    assert (running(ticket).due_at, len(fines(ticket))) == (moment("2026-03-09 15:00"), found)


def wait(world: World, ticket: Ticket, since: str, until: str) -> None:
    services.wait_for_customer(ticket=ticket, reason="用户不在", actor=world.liaison, now=moment(since))
    services.customer_ready(ticket=ticket, actor=world.liaison, now=moment(until))


def test_two_waits_add_up(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 08:00"), site_area="town")
    wait(world, ticket, "2026-03-02 09:00", "2026-03-02 10:00")
    wait(world, ticket, "2026-03-02 11:00", "2026-03-02 14:00")

    assert (running(ticket).epoch, running(ticket).due_at) == (3, moment("2026-03-02 18:00"))


def test_a_breach_before_the_wait_stands(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 08:00"), site_area="town")
    wait(world, ticket, "2026-03-02 16:00", "2026-03-03 09:00")

    assert (running(ticket).state, running(ticket).epoch) == ("missed", 1)
    assert logged(ticket, "pause_clock") == 0


def test_a_correction_keeps_the_pauses_and_counts_from_the_original_start(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    wait(world, ticket, "2026-03-02 10:00", "2026-03-02 14:00")
    ticket = services.correct_site(
        ticket=ticket, site_area="suburb", actor=world.liaison, now=moment("2026-03-02 15:00")
    )

    assert (running(ticket).due_at, running(ticket).epoch) == (moment("2026-03-03 10:00"), 3)


def test_a_correction_while_the_clock_stands_still_leaves_it_standing(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    services.wait_for_customer(ticket=ticket, reason="用户不在", actor=world.liaison, now=moment("2026-03-02 10:00"))
    ticket = services.correct_site(
        ticket=ticket, site_area="suburb", actor=world.liaison, now=moment("2026-03-05 15:00")
    )
    assert (running(ticket).state, fines(ticket)) == ("paused", [])

    services.customer_ready(ticket=ticket, actor=world.liaison, now=moment("2026-03-06 08:00"))
    assert running(ticket).due_at == moment("2026-03-06 15:00")


def test_who_arrives_ends_the_wait(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    services.wait_for_customer(ticket=ticket, reason="用户不在", actor=world.liaison, now=moment("2026-03-02 10:00"))
    services.arrive(ticket=ticket, actor=world.e1, now=moment("2026-03-06 11:00"))

    assert (running(ticket).state, fines(ticket)) == ("met", [])
    assert not ticket.holds.filter(lifted_at=None).exists()


def test_a_hard_limit_runs_on_while_the_user_is_not_ready(db: None) -> None:
    world = office(**WAITS, **{"slas.arrival.targets": [{"within": "6wh", "limit": "2wd"}]})
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    wait(world, ticket, "2026-03-02 10:00", "2026-03-02 14:00")
    row = running(ticket)

    assert (row.due_at, row.formula["target"]) == (
        moment("2026-03-05 00:00") - TICK, "2026-03-03T01:00:00+00:00",
    )  # fmt: skip
    labels = [line.label for line in due_panel(row, ticket.version, now=moment("2026-03-02 15:00")).lines]
    assert labels[-3:] == ["目标", "最长时限", "最迟"]


def test_a_book_that_pauses_nothing_refuses_to_wait(db: None) -> None:
    world = office()
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")

    with pytest.raises(WrongState, match="制度没有规定"):
        services.wait_for_customer(
            ticket=ticket, reason="用户不在", actor=world.liaison, now=moment("2026-03-02 10:00")
        )
    assert running(ticket).state == "open"


def test_nobody_waits_twice_or_is_ready_before(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    now = moment("2026-03-02 10:00")
    with pytest.raises(WrongState, match="没有登记等待用户"):
        services.customer_ready(ticket=ticket, actor=world.liaison, now=now)
    services.wait_for_customer(ticket=ticket, reason="用户不在", actor=world.liaison, now=now)

    with pytest.raises(WrongState, match="已登记"):
        services.wait_for_customer(ticket=ticket, reason="还不在", actor=world.liaison, now=now)


def test_a_year_without_holidays_refuses_the_report_and_says_what_to_do(world: World) -> None:
    with pytest.raises(NoCalendarData, match=r"没有2027年的放假安排.*系统 › 放假安排"):
        reported(world, at=moment("2026-12-31 17:00"), site_area="town")
    assert not Ticket.objects.exists()


def contract(world: World, **terms: object) -> Contract:
    return Contract.objects.create(
        customer=world.customers["c1"], number="HT-1", starts_on=datetime(2026, 1, 1).date(), **terms
    )


def test_the_contract_decides_how_long_there_is_far_away(world: World) -> None:
    contract(world, arrival="10wh")
    ticket = reported(world, at=moment("2026-03-02 08:00"))

    assert (ticket.zone, running(ticket).due_at) == ("far", moment("2026-03-03 09:00"))
    assert "area_unknown" in ticket.warnings


def test_without_a_contract_a_person_sets_the_time(world: World) -> None:
    ticket = reported(world, at=moment("2026-03-02 08:00"))

    assert (ticket.zone, clock(ticket)) == ("far", None)


@pytest.mark.parametrize(
    ("serial", "prepare", "expected"),
    [("P1", "", "C"), ("P4", "", "A"), ("P4", "contract", "B"), ("P4", "internal", "D")],
)
def test_the_book_names_the_class_of_service(world: World, serial: str, prepare: str, expected: str) -> None:
    owner = world.machines[serial].customer
    if prepare == "contract":
        Contract.objects.create(customer=owner, number="HT-2", starts_on=datetime(2026, 1, 1).date())
    if prepare == "internal":
        owner.internal = True
        owner.save(update_fields=["internal"])

    # P4 left the works on 2025-12-01 with six months; half a year later its warranty is over.
    assert reported(world, at=moment("2026-07-01 09:00"), serial=serial, site_area="town").service_class == expected


def test_a_correction_judges_the_class_anew(world: World) -> None:
    ticket = reported(world, at=moment("2026-07-01 09:00"), serial="P4", site_area="town")
    ticket = services.correct(
        ticket=ticket, serial="P1", reason="编号听错", actor=world.liaison, now=moment("2026-07-01 10:00")
    )

    assert ticket.service_class == "C"


def test_the_area_on_file_counts_until_another_is_said(world: World) -> None:
    owner = world.customers["c1"]
    owner.area = "suburb"
    owner.save(update_fields=["area"])
    at = moment("2026-03-02 08:00")

    assert reported(world, at=at).area == "suburb"
    assert reported(world, at=at, site_area="市区").area == "town"
    assert reported(world, at=at, site_province="四川省").area == ""


def test_an_area_that_the_book_does_not_have_is_refused(world: World) -> None:
    with pytest.raises(OutOfRange, match=r"没有名为“moon”的片区.*市区、郊区"):
        reported(world, at=moment("2026-03-02 08:00"), site_area="moon")


def test_the_preview_counts_as_the_report_will(world: World) -> None:
    found = services.preview_fault(now=moment("2026-02-14 17:00"), serial="P1", site_area="suburb")

    assert found.reckoning is not None
    assert (found.zone, found.service_class, found.reckoning.due_at) == ("suburb", "C", moment("2026-02-24 15:00"))


def test_the_desk_is_offered_to_wait_only_where_the_book_pauses(world: World) -> None:
    now = moment("2026-03-02 09:30")
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    offered = open_acts(ticket, world.liaison, now=now)
    services.wait_for_customer(ticket=ticket, reason="用户不在", actor=world.liaison, now=now)
    then = open_acts(Ticket.objects.get(), world.liaison, now=now)

    waits = {"wait_for_customer", "customer_ready"}
    assert (waits & set(offered), waits & set(then)) == ({"wait_for_customer"}, {"customer_ready"})


def test_a_clock_that_stands_still_is_not_late_in_the_queue(world: World) -> None:
    ticket = dispatched(world, at=moment("2026-03-02 09:00"), site_area="town")
    services.wait_for_customer(ticket=ticket, reason="用户不在", actor=world.liaison, now=moment("2026-03-02 10:00"))
    later = moment("2026-03-05 10:00")

    (row,) = queue(world.liaison, now=later).rows
    assert (row.paused, row.late(later), row.waiting) == (True, False, "待用户")
    assert list(queue(world.liaison, now=later, name="overdue").rows) == []
    panel = due_panel(running(ticket), ticket.version, now=later)
    assert (panel.at, panel.note) == (None, "暂停计时")
    assert [(line.label, line.text) for line in panel.lines][-1] == ("剩余", "5 小时")


def test_where_the_book_leaves_the_limit_open_the_desk_sets_it(world: World) -> None:
    far = reported(world, at=moment("2026-03-02 08:00"))
    near = reported(world, at=moment("2026-03-02 08:00"), site_area="town")
    acts = [next_act(ticket, world.liaison, now=moment("2026-03-02 08:05")) for ticket in (far, near)]

    assert [found and found.act for found in acts] == ["set_due", "dispatch"]


def test_a_contract_that_the_calendar_cannot_count_is_refused_when_it_is_typed(db: None) -> None:
    world = office(**{"slas.arrival.calendar": "always", "slas.arrival.targets": [
        {"within": {"from_field": "contract.arrival"}},
    ]})  # fmt: skip
    given = {"customer": world.customers["c1"], "number": "HT-9", "starts_on": date(2026, 1, 1)}

    with pytest.raises(OutOfRange, match="always"):
        add_contract(**given, arrival="8wh", actor=world.liaison, now=moment("2026-03-02 08:00"))
    add_contract(**given, arrival="8h", actor=world.liaison, now=moment("2026-03-02 08:00"))
