"""Contracts, and the visits and inspections that customers are owed."""

from typing import Any

from customers import services as customers
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def add_contract(act: Act) -> Any:
    ends_on = act.day("ends_on") if act.fields.get("ends_on") is not None else None
    return customers.add_contract(
        customer=act.world.customer(act.needed("customer")), number=act.step.label("contract"),
        starts_on=act.day("starts_on"), ends_on=ends_on, **act.given("arrival", "kind", "serials"), **act.by,
    )  # fmt: skip


@verb
def give_notice(act: Act) -> Any:
    return customers.give_notice(contract=act.object("contract"), **act.by)
