"""Which contract holds for a machine on a day."""

from datetime import date

import pytest

from customers.models import Contract, ContractMachine
from customers.selectors import contract_facts, contract_for
from tests.factories import customer, machine

pytestmark = pytest.mark.django_db


def agreed(owner, number, starts, ends, *machines, arrival=""):
    row = Contract.objects.create(customer=owner, number=number, starts_on=starts, ends_on=ends, arrival=arrival)
    ContractMachine.objects.bulk_create(ContractMachine(contract=row, machine=one) for one in machines)
    return row


def test_a_contract_holds_from_its_first_to_its_last_day_and_not_a_day_longer():
    owner = customer("c9")
    lift = machine("L1", owner)
    held = agreed(owner, "HT-1", date(2026, 3, 1), date(2026, 5, 31), arrival="8h")
    assert contract_for(owner, lift, date(2026, 2, 28)) is None
    assert contract_for(owner, lift, date(2026, 3, 1)) == held
    assert contract_for(owner, lift, date(2026, 5, 31)) == held
    assert contract_for(owner, lift, date(2026, 6, 1)) is None


def test_one_that_names_the_machine_goes_before_a_newer_one_of_all_machines():
    owner = customer("c9")
    lift, other = machine("L1", owner), machine("L2", owner)
    special = agreed(owner, "HT-2", date(2026, 1, 1), None, lift, arrival="4h")
    general = agreed(owner, "HT-3", date(2026, 2, 1), None, arrival="8h")
    assert contract_for(owner, lift, date(2026, 3, 1)) == special
    assert contract_for(owner, other, date(2026, 3, 1)) == general
    assert contract_for(owner, None, date(2026, 3, 1)) == general


def test_a_contract_of_named_machines_says_nothing_of_a_machine_not_known_yet():
    owner = customer("c9")
    agreed(owner, "HT-2", date(2026, 1, 1), None, machine("L1", owner))
    assert contract_for(owner, None, date(2026, 3, 1)) is None


def test_a_book_asks_whether_there_is_a_contract_and_what_it_says():
    owner = customer("c9")
    row = agreed(owner, "HT-1", date(2026, 3, 1), date(2026, 5, 31), arrival="8h")
    assert contract_facts(row) == {
        "contract.active": True, "contract.number": "HT-1", "contract.arrival": "8h",
        "contract.ends_on": date(2026, 5, 31),
    }  # fmt: skip
    assert contract_facts(None)["contract.active"] is False
