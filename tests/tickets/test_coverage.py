"""Coverage of a report, judged on the local day of the notice (clauses 5, 9.2; cases W1 to W11)."""

from datetime import date, timedelta

import pytest

from tests.factories import World, machine, moment, reported, signed_card
from tickets.models import Ticket

# class, ex-factory, notice, in warranty, last day
CASES = {
    "W1 the last second of eighteen months": ("eighteen", "2025-01-31", "2026-07-31 23:59:59", True, "2026-07-31"),
    "W2 the first second after": ("eighteen", "2025-01-31", "2026-08-01 00:00:00", False, "2026-07-31"),
    "W3 a 31 August ends on 28 February": ("six", "2024-08-31", "2025-02-28 23:59:59", True, "2025-02-28"),
    "W3 and not on 1 March": ("six", "2024-08-31", "2025-03-01 00:00:00", False, "2025-02-28"),
    "W4 on 29 February of a leap year": ("six", "2023-08-31", "2024-02-29 23:59:59", True, "2024-02-29"),
    "W5 from 29 February to 28 February": ("twelve", "2024-02-29", "2025-02-28 12:00:00", True, "2025-02-28"),
    "W9 a holiday does not move the end": ("eighteen", "2025-04-01", "2026-10-08 09:00:00", False, "2026-10-01"),
}


@pytest.mark.parametrize("case", CASES)
def test_warranty_by_class_and_day(world: World, case: str) -> None:
    class_, made, notice, covered, ends = CASES[case]
    machine("P9", world.customers["c1"], class_, date.fromisoformat(made))

    ticket = reported(world, serial="P9", at=moment(notice))

    assert (ticket.in_warranty, ticket.free, ticket.warranty_ends) == (covered, covered, date.fromisoformat(ends))
    assert ticket.warnings == ([] if covered else ["out_of_warranty"])


def test_w7_date_of_sale_does_not_matter(world: World) -> None:
    bought = world.machines["P1"]
    bought.sold_on = date(2025, 11, 1)
    bought.save()

    assert reported(world, at=moment("2026-08-15 09:00:00")).in_warranty is False


def test_w8_without_an_ex_factory_date_coverage_is_unknown(world: World) -> None:
    machine("P9", world.customers["c1"], ex_factory_on=None)

    ticket = reported(world, serial="P9")

    assert (ticket.in_warranty, ticket.free, ticket.warranty_ends) == (None, None, None)
    assert ticket.warnings == ["warranty_unknown"]


def test_w10_notice_counts_not_the_typing(world: World) -> None:
    ticket = reported(
        world, at=moment("2026-08-01 00:20:00"), notified_at=moment("2026-07-31 23:50:00")
    )

    assert ticket.in_warranty is True


def test_coverage_keeps_clause_and_formula(world: World) -> None:
    told = reported(world).coverage

    assert told["clause"].startswith("5")
    assert "2026-07-31" in told["formula"]


def repaired_in_warranty(world: World) -> None:
    machine("P9", world.customers["c1"], "twelve", date(2025, 3, 31))
    signed_card(world, serial="P9", at=moment("2026-02-28 08:00:00"))


@pytest.mark.parametrize(
    ("notice", "free"), [("2026-08-28 23:59:59.999999", True), ("2026-08-29 00:00:00", False)]
)
def test_w11_repair_in_warranty_is_guaranteed_for_six_months(world: World, notice: str, free: bool) -> None:
    repaired_in_warranty(world)

    ticket = reported(world, serial="P9", at=moment(notice))

    assert (ticket.in_warranty, ticket.free) == (False, free)


def test_guarantee_names_the_repair(world: World) -> None:
    repaired_in_warranty(world)
    first = Ticket.objects.get()

    ticket = reported(world, serial="P9", at=moment("2026-08-01 09:00:00"))

    assert ticket.coverage["guarantee"] == {"until": "2026-08-28", "ticket": first.number}


def test_repair_out_of_warranty_is_not_guaranteed(world: World) -> None:
    machine("P9", world.customers["c1"], "six", date(2025, 1, 10))
    signed_card(world, serial="P9", at=moment("2025-09-01 08:00:00"))

    assert reported(world, serial="P9", at=moment("2025-09-20 08:00:00")).free is False


@pytest.mark.parametrize(("notice", "repeat"), [("2026-06-10 23:59:59", True), ("2026-06-11 00:00:00", False)])
def test_repair_within_a_year_of_the_last_is_pointed_out(world: World, notice: str, repeat: bool) -> None:
    signed_card(world, at=moment("2025-06-10 08:00:00"))

    ticket = reported(world, at=moment(notice))

    assert ("repeat_repair" in ticket.warnings) is repeat


def test_first_repair_out_of_warranty_starts_no_year(world: World) -> None:
    machine("P9", world.customers["c1"], "six", date(2025, 1, 10))
    signed_card(world, serial="P9", at=moment("2025-09-01 08:00:00"))

    ticket = reported(world, serial="P9", at=moment("2025-09-01 08:00:00") + timedelta(days=30))

    assert ticket.warnings == ["out_of_warranty"]
