"""The search box tells each role no more than its lists do."""

import pytest

from tests.factories import dispatched


@pytest.mark.parametrize(("who", "customers"), [("liaison", 1), ("salesperson", 1), ("keeper", 0), ("office_head", 0)])
def test_customers_are_found_by_who_may_list_them(signed_in, world, who, customers):
    found = signed_in(who).get("/search/?q=重庆江北").context["found"]

    assert len(found.customers if found else []) == customers


@pytest.mark.parametrize(("who", "tickets"), [("liaison", 1), ("keeper", 0)])
def test_tickets_are_found_by_who_may_see_them(signed_in, world, who, tickets):
    dispatched(world)

    assert len(signed_in(who).get("/search/?q=重庆江北").context["tickets"]) == tickets
