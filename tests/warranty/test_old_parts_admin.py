"""Old parts in the admin: managers read them, nobody writes there."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from deadlines.services import sweep
from judgement.models import Proposal
from penalties.showing import case_of
from tests.factories import World
from tests.warranty.returning import DUE, RETURNED, one

URL = "/admin/warranty/oldpart/"


@pytest.fixture(autouse=True)
def on_the_day_of_return():
    with clock.travel(RETURNED):
        yield


def as_person(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_managers_find_and_open_a_part(world: World) -> None:
    part = one(world)
    client = as_person(world.head)

    listed = client.get(f"{URL}?q={part.number}&waiting=owed").content.decode()
    opened = client.get(f"{URL}{part.pk}/", follow=True).content.decode()

    assert all(told in listed for told in (part.number, "张伟", "800.00"))
    assert all(told in opened for told in (part.claim.number, "旧件待返回", "800.00"))


@pytest.mark.parametrize("state", ["overdue", "soon", "to_inspect", "settled", "exempt"])
def test_the_filter_leaves_the_rest_out(world: World, state: str) -> None:
    part = one(world)
    assert part.number not in as_person(world.head).get(f"{URL}?waiting={state}").content.decode()


def test_engineers_and_salespeople_do_not_open_it(world: World) -> None:
    assert [as_person(world.people[who]).get(URL).status_code for who in ("salesperson", "office_head")] == [403, 403]


def test_the_debit_tells_its_arithmetic_and_its_claim(world: World) -> None:
    part = one(world)
    sweep(now=DUE + timedelta(hours=1))

    case = case_of(Proposal.objects.get(), now=DUE + timedelta(hours=10))

    assert [line.text for line in case.why if line.label == "旧件返回"] == ["至今未返回"]
    assert ("三包单", part.claim.number) in [(line.label, line.text) for line in case.basis]
