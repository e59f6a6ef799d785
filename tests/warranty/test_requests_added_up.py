"""Requests of one ticket that are added up need the signature of their sum (6.4c, W4)."""

from tests.factories import company
from tests.warranty import store
from tests.warranty.asking import accepted, ask, judged, signer
from tests.warranty.store import ASKED
from warranty import services


def test_added_up_they_need_the_signature_of_their_sum(db: None) -> None:
    world = company(approval_aggregate="per_ticket")
    store.departments(world)
    store.stocked()
    report = accepted(world)
    line = {"part": "board", "qty": 1, "price": "250.00"}
    first, second = (judged(world, ask(world, line, report=report)) for _ in range(2))

    assert (signer(first), signer(second)) == ("dept_head", "dept_head")
    services.reject(document=second, reason="重复", actor=world.head, now=ASKED)
    assert signer(first) == "service_supervisor"
