"""Customers and machines by hand: added, edited, classified, dated."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Person
from core.errors import ActError, Incomplete, NotAllowed, OutOfRange
from core.journal import SYSTEM
from core.models import JournalEntry
from customers import selectors, services
from customers.models import ClassChange, Customer, Machine, MachineModel
from tests.customers.conftest import NOON


def acts() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("act", flat=True))


def add(actor: Any = SYSTEM, **fields: Any) -> Customer:
    return services.add_customer(**{"number": "Ｃ７", "name": "江津机械厂"} | fields, actor=actor, now=NOON)


def test_a_customer_is_added_as_a_file_would_add_it(lin: Person) -> None:
    customer = add(lin, province="重庆", phone="138 0013 8000", customer_class="a")

    assert (customer.number, customer.province, customer.phone) == ("C7", "重庆市", "13800138000")
    assert list(customer.class_changes.values_list("customer_class", "since")) == [("A", date(2026, 3, 2))]
    assert (customer.history.get().history_date, customer.history.get().history_user) == (NOON, lin)
    assert acts() == ["add_customer"]


def test_a_number_is_given_once(factory: Customer, lin: Person) -> None:
    with pytest.raises(OutOfRange):
        add(lin, number="C1")


def test_what_is_wrong_is_told_by_field(lin: Person) -> None:
    with pytest.raises(OutOfRange) as refused:
        add(lin, phone="123")

    assert (list(refused.value.details), Customer.objects.count()) == (["phone"], 0)


def test_a_customer_without_name_is_incomplete(lin: Person) -> None:
    with pytest.raises(Incomplete):
        add(lin, name=" ")


def test_an_engineer_adds_nobody(en: Person) -> None:
    with pytest.raises(NotAllowed):
        add(en)


def test_an_edit_tells_what_changed_and_may_blank(factory: Customer, lin: Person) -> None:
    services.edit_customer(customer=factory, contact="", city="重庆市", actor=lin, now=NOON + timedelta(hours=1))

    factory.refresh_from_db()
    assert (factory.contact, factory.city) == ("", "重庆市")
    assert JournalEntry.objects.latest("id").data == {"contact": ["周敏", ""], "city": ["市辖区", "重庆市"]}


def test_an_edit_of_nothing_writes_nothing(factory: Customer, lin: Person) -> None:
    before = acts()

    services.edit_customer(customer=factory, contact="周敏", province="重庆", actor=lin, now=NOON)

    assert (acts(), factory.history.count()) == (before, 1)


@pytest.mark.parametrize("fields", [{"number": "C2"}, {"customer_class": "A"}, {"country": ""}, {"name": ""}])
def test_some_things_are_not_edited_so(factory: Customer, lin: Person, fields: dict[str, str]) -> None:
    with pytest.raises(ActError):
        services.edit_customer(customer=factory, **fields, actor=lin, now=NOON)


def test_a_class_counts_from_its_day(factory: Customer, xiao: Person) -> None:
    services.classify_customer(
        customer=factory, customer_class="A", since=date(2026, 4, 1), actor=xiao, now=NOON
    )  # fmt: skip

    factory.refresh_from_db()
    assert factory.customer_class == "B"
    days = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1))
    assert [selectors.class_on(factory, day) for day in days] == [None, "B", "B", "A"]
    assert (JournalEntry.objects.latest("id").source, JournalEntry.objects.latest("id").target) == ("B", "A")


def test_a_class_of_today_is_shown_at_once(factory: Customer, xiao: Person) -> None:
    services.classify_customer(customer=factory, customer_class="A", actor=xiao, now=NOON + timedelta(days=3))

    factory.refresh_from_db()
    assert factory.customer_class == "A"


def test_classifying_as_before_writes_nothing(factory: Customer, xiao: Person) -> None:
    services.classify_customer(customer=factory, customer_class="B", actor=xiao, now=NOON + timedelta(days=3))

    assert (ClassChange.objects.count(), acts()) == (1, ["import_base"])


def test_classes_belong_to_sales(factory: Customer, lin: Person) -> None:
    with pytest.raises(NotAllowed):
        services.classify_customer(customer=factory, customer_class="A", actor=lin, now=NOON)


def test_an_unknown_class_is_refused(factory: Customer, xiao: Person) -> None:
    with pytest.raises(OutOfRange):
        services.classify_customer(customer=factory, customer_class="甲", actor=xiao, now=NOON)


def test_a_machine_takes_the_term_of_its_model(factory: Customer, lin: Person) -> None:
    MachineModel.objects.create(code="PX-6", warranty_class="six")

    machine = services.add_machine(serial="px 9", customer=factory, model="PX-6", actor=lin, now=NOON)

    assert (machine.serial, machine.warranty_class, machine.model.code) == ("PX9", "six", "PX-6")


def test_a_machine_without_model_has_eighteen_months(factory: Customer, lin: Person) -> None:
    machine = services.add_machine(
        serial="P1", customer=factory, ex_factory_on=date(2025, 1, 31), ex_works_price="52000.005", actor=lin, now=NOON
    )

    assert (machine.warranty_class, machine.ex_works_price) == ("eighteen", Decimal("52000.01"))


def test_a_serial_is_given_once(press: Machine, factory: Customer, lin: Person) -> None:
    with pytest.raises(OutOfRange):
        services.add_machine(serial="zk 001", customer=factory, actor=lin, now=NOON)


def test_a_machine_is_edited(press: Machine, lin: Person) -> None:
    services.edit_machine(machine=press, sold_on="2025/3/1", model="", actor=lin, now=NOON)

    press.refresh_from_db()
    assert (press.sold_on, press.model, press.history.count()) == (date(2025, 3, 1), None, 2)


def test_the_ex_factory_day_is_recorded_with_its_clause(press: Machine, lin: Person) -> None:
    services.set_ex_factory(machine=press, ex_factory_on=date(2025, 2, 1), actor=lin, now=NOON)

    press.refresh_from_db()
    entry = JournalEntry.objects.latest("id")
    assert (press.ex_factory_on, entry.act, entry.clause) == (date(2025, 2, 1), "record_ex_factory", "5a")
    assert entry.data == {"ex_factory_on": ["2025-01-31", "2025-02-01"]}


def test_the_same_ex_factory_day_writes_nothing(press: Machine, lin: Person) -> None:
    before = acts()

    services.set_ex_factory(machine=press, ex_factory_on=date(2025, 1, 31), actor=lin, now=NOON)

    assert acts() == before


def test_an_engineer_records_no_ex_factory_day(press: Machine, en: Person) -> None:
    with pytest.raises(NotAllowed):
        services.set_ex_factory(machine=press, ex_factory_on=date(2025, 2, 1), actor=en, now=NOON)


def test_what_was_imported_stays_as_it_was_told(factory: Customer) -> None:
    from customers.models import ImportRun

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        ImportRun.objects.all().update(added=9)
