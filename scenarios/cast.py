"""Loads the cast through the services: company, people, installed base, and the rulebook as version 1."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from accounts import services as accounts
from accounts.models import Department
from accounts.roles import Role
from accounts.services.company import open_office
from core.clock import travel
from core.journal import SYSTEM
from customers import services as customers
from customers.models import Contract
from rulebook import services as rulebook
from rulebook.errors import BookErrors
from rulebook.loader import template, written_of
from scenarios.format import Scenario
from scenarios.times import day, moment
from scenarios.world import World
from warranty import services as warranty

# Before the first period that any scenario tells of; the cast was always there.
FOUNDED = "2019-07-06 00:00:00"
CUSTOMER, PART = "示范客户", "示范配件"
IN_STOCK = 1000
SEAT = "home_province"
ABOUT_CUSTOMER = ("country", "province", "city", "area", "export", "internal")


def load(scenario: Scenario, *, book: Path | None = None) -> World:
    """The scenario's cast in the current database, as of a day before its first step."""
    cast, now = scenario.cast, moment(FOUNDED)
    with travel(now):
        return _load(scenario, cast, book, now)


def _load(scenario: Scenario, cast: Mapping[str, Any], book: Path | None, now: datetime) -> World:
    world = World(now, scenario.rulebook)
    by: dict[str, Any] = {"actor": SYSTEM, "now": now}
    accounts.found_company(
        **{key: cast["company"][key] for key in ("name", "country")}, home_province=_seat(cast),
        rulebook=scenario.rulebook, departments=cast["departments"], **by,
    )  # fmt: skip
    world.offices = {name: _office(name, told).pk for name, told in cast["offices"].items()}
    world.people = {name: _person(world, name, told, by) for name, told in cast["people"].items()}
    _install(scenario.rulebook, cast["params"], book, by)
    world.customers = {name: _customer(world, name, told, by) for name, told in cast["customers"].items()}
    for serial, told in cast["products"].items():
        _machine(world, serial, told, by)
    _stock(cast["parts"], by)
    for number, told in cast["contracts"].items():
        world.bind(number, _contract(world, number, told, by))
    return world


def _seat(cast: Mapping[str, Any]) -> str:
    """The company's province: its own word, else the parameter by which its book knows it."""
    seat: str = cast["company"].get("province") or cast["params"][SEAT]
    return seat


def _office(name: str, told: Mapping[str, Any]) -> Any:
    return open_office(name=name, code=name, province=told["province"], independent=bool(told.get("independent")))


def _person(world: World, name: str, told: Mapping[str, Any], by: Mapping[str, Any]) -> int:
    department = Department.objects.filter(code=told.get("department")).first()
    office = world.office(told["office"]) if told.get("office") else None
    return accounts.hire(
        username=name, name=f"{Role(told['role']).label} {name}", roles=[told["role"]], department=department,
        office=office, kind=told.get("kind", ""), regions=told.get("regions", []), **by,
    ).pk  # fmt: skip


def _install(slug: str, params: Mapping[str, Any], file: Path | None, by: Mapping[str, Any]) -> None:
    """The shipped book, or the one to be tried, with its blanks filled: version 1."""
    rulebook.install_book(slug=slug, params=dict(params), document=_document(slug, file), **by)


@cache
def _document(slug: str, file: Path | None) -> Mapping[str, Any]:
    """A book as it is written, read once for all scenarios; a fault in it fails each of them."""
    if file is None:
        return template(slug)
    written = written_of(file)
    if written.errors:
        raise BookErrors(written.errors)
    return written.document


def _customer(world: World, name: str, told: Mapping[str, Any], by: Mapping[str, Any]) -> int:
    visitor = world.person(told["visited_by"]) if told.get("visited_by") else None
    since = day(told["classified_on"]) if told.get("classified_on") else None
    return customers.add_customer(
        number=name, name=f"{CUSTOMER} {name}", customer_class=told.get("class", "C"), since=since, visited_by=visitor,
        **{key: told[key] for key in ABOUT_CUSTOMER if key in told}, **by,
    ).pk  # fmt: skip


def _machine(world: World, serial: str, told: Mapping[str, Any], by: Mapping[str, Any]) -> None:
    dates = {"ex_factory_on": told.get("ex_factory"), "sold_on": told.get("sold_on")}
    given: dict[str, Any] = {name: day(value) for name, value in dates.items() if value is not None}
    if told.get("ex_works_price") is not None:
        given["ex_works_price"] = str(told["ex_works_price"])
    customers.add_machine(
        serial=serial, customer=world.customer(told["customer"]),
        **{name: told[name] for name in ("warranty_class",) if name in told}, **given, **by,
    )  # fmt: skip


def _stock(parts: Mapping[str, Any], by: Mapping[str, Any]) -> None:
    """Every part lies in the warehouse, 1,000 pieces."""
    warehouse = warranty.open_warehouse(code="main", name="配件库", **by)
    for code, told in parts.items():
        part = warranty.add_part(
            code=code, name=f"{PART} {code}", ex_works_price=str(told["ex_works_price"]),
            bulky=bool(told.get("bulky")), **by,
        )  # fmt: skip
        warranty.book_stock(part=part, warehouse=warehouse, quantity=IN_STOCK, kind="opening", **by)


def _contract(world: World, number: str, told: Mapping[str, Any], by: Mapping[str, Any]) -> Contract:
    given: dict[str, Any] = {name: day(told[name]) for name in ("starts_on", "ends_on") if told.get(name) is not None}
    return customers.add_contract(
        customer=world.customer(told["customer"]), number=number, **given,
        **{key: told[key] for key in ("arrival", "kind") if key in told}, **by,
    )  # fmt: skip
