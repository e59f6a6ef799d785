"""Contracts, and the visits and inspections that customers are owed."""

from typing import Any

from customers import services as customers
from fieldservice import services as fieldservice
from fieldservice.duties import asked_of
from rulebook import surveys
from rulebook.selectors import in_force
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


@verb
def visit_customer(act: Act) -> Any:
    """Answers that the scenario leaves out are the first that each question offers."""
    given = act.given("scores", "interviewee", "survey")
    return fieldservice.visit_customer(
        customer=act.world.customer(act.needed("customer")), **({"scores": _ordinary(act)} | given), **act.by
    )


def _ordinary(act: Act) -> list[int]:
    book = in_force(now=act.world.now).book
    survey = book.surveys.get(act.fields.get("survey") or asked_of(book, [True]))
    return [surveys.choices(survey, item)[0][0] for item in survey.items] if survey else []
