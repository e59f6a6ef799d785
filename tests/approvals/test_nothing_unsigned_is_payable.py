"""Whatever people do with a ticket's requests, in whatever order: what is payable was signed by who may, as it stands.

A machine of random edits, retries, judgements, signatures by anybody, refusals and claims sent back (W3, W4, W5).
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Person, RoleAssignment
from accounts.services import delegate
from approvals.models import SignOff
from approvals.selectors import amounts_beside, current, payable
from approvals.services import deciding, guards
from core.errors import ActError
from rulebook import bands
from tests.approvals import desk
from tests.approvals.papers import NOW
from tests.factories import World
from tests.support.company import FOUNDED
from warranty import contents, services
from warranty.models import PartsRequest

pytestmark = pytest.mark.django_db
PRICES = ("0.01", "150.00", "299.99", "300.00", "300.01", "700.00", "1000.00", "1000.01")
LEVEL = {"service_supervisor": 0, "dept_head": 1, "general_manager": 2}
# The author, the engineer concerned, strangers, the administrator; the signers; the head's deputy.
PEOPLE = ("liaison", "e1", "auditor", "administrator", "supervisor", "head", "gm", "clerk", "quality_supervisor")
MOST = 3
which, price, who = st.integers(0, MOST - 1), st.sampled_from(PRICES), st.sampled_from(PEOPLE)


class Requests(RuleBasedStateMachine):
    """Up to three parts requests of one ticket; what is done to them may be refused, and then changes nothing."""

    world: World
    adds_up = False

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now, self.requests = NOW, []
        self.report = desk.reported(self.world)
        # Whoever asked for it in any revision, by request: his own case for good.
        self.asked: dict[int, set[Person]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def deputies(self) -> None:
        """People with two hats: who signs may ask as well, and the engineer concerned stands in for the manager."""
        hats = (("supervisor", "liaison"), ("head", "liaison"), ("statistician", "service_supervisor"))
        for name, role in hats:
            RoleAssignment.objects.create(person=self.world.people[name], role=role, since=FOUNDED)
        lent = (("head", "clerk", "dept_head"), ("gm", "e1", "general_manager"))
        for lender, deputy, role in lent:
            principal = self.world.people[lender]
            delegate(
                principal=principal, deputy=self.world.people[deputy], role=role, until=NOW + timedelta(days=9),
                actor=principal, now=NOW - timedelta(hours=1),
            )  # fmt: skip

    def attempt(self, act: Any, **given: Any) -> Any:
        """Do it, twice where it is sent twice; a refusal rolls back."""
        self.now += timedelta(minutes=1)
        try:
            with transaction.atomic():
                return act(now=self.now, **given)
        except ActError:
            return None

    def pick(self, index: int) -> PartsRequest | None:
        pks = self.requests
        return PartsRequest.objects.get(pk=pks[index % len(pks)]) if pks else None

    @rule(cost=price, by=st.sampled_from(("liaison", "supervisor", "head")))
    def ask(self, cost: str, by: str) -> None:
        if len(self.requests) == MOST:
            return
        actor, lines = self.world.people[by], [{"part": desk.part(cost), "qty": 1}]
        if row := self.attempt(services.request_parts, report=self.report, lines=lines, actor=actor):
            self.requests.append(row.pk)
            self.asked[row.pk] = {actor}

    @rule(index=which, cost=price, by=st.sampled_from(("liaison", "supervisor", "head")))
    def change(self, index: int, cost: str, by: str) -> None:
        actor, lines = self.world.people[by], [{"part": desk.part(cost), "qty": 1}]
        if (row := self.pick(index)) and self.attempt(services.change_lines, request=row, lines=lines, actor=actor):
            self.asked[row.pk].add(actor)

    @rule(index=which, by=st.sampled_from(("statistician", "supervisor", "liaison", "e1")))
    def judge(self, index: int, by: str) -> None:
        if row := self.pick(index):
            self.attempt(services.judge, document=row, department="production", actor=self.world.people[by])

    @rule(index=which, by=who, stale=st.booleans())
    def approve(self, index: int, by: str, stale: bool) -> None:
        if row := self.pick(index):
            seen = SignOff.objects.filter(subject_id=row.pk).order_by("pk")
            shown = (seen.first() if stale else seen.last()).content_hash
            self.attempt(services.approve, document=row, seen=shown, actor=self.world.people[by])

    @rule(index=which, by=st.sampled_from(("supervisor", "head", "gm", "clerk", "e1")))
    def judge_and_approve_at_one_go(self, index: int, by: str) -> None:
        self.judge(index, "statistician")
        self.approve(index, by, False)

    @rule(index=which, by=who)
    def reject(self, index: int, by: str) -> None:
        if row := self.pick(index):
            self.attempt(services.reject, document=row, reason="过高", actor=self.world.people[by])

    @rule(index=which)
    def send_back(self, index: int) -> None:
        """6.5b: the loss department does not bear it."""
        if row := self.pick(index):
            self.attempt(services.reopen_request, request=row, reason="非我部责任", actor=self.world.loss_rep)

    @invariant()
    def what_is_payable_was_signed_as_it_stands(self) -> None:
        for row in PartsRequest.objects.filter(pk__in=self.requests):
            sign_off, content = current(row), contents.of_request(row)
            if not payable(row, content=content):
                assert row.state != "approved"
                continue
            assert row.state == "approved"
            assert sign_off.content == content
            assert sign_off.amount == row.total == sum(line.amount for line in row.lines.filter(revision=row.revision))
            assert sign_off.signed_by is not None
            self.was_signed_by_who_may(sign_off, row)

    def was_signed_by_who_may(self, sign_off: SignOff, row: PartsRequest) -> None:
        """The level of the amount, by nobody whose own or whose principal's case it is."""
        book, signer = self.world.book.book, sign_off.signed_by
        assert LEVEL[sign_off.signed_role] >= bands.index_of(book, "parts_issue", sign_off.amount)
        own = {*self.asked[row.pk], self.world.e1}
        assert signer not in own
        if signer == self.world.clerk:
            assert self.world.head not in own
        signers = ("supervisor", "statistician", "head", "gm", "clerk")
        assert signer in [self.world.people[name] for name in signers]

    @invariant()
    def added_up_the_last_signature_covers_the_sum(self) -> None:
        rows = [current(row) for row in PartsRequest.objects.filter(pk__in=self.requests)]
        signed = [row for row in rows if row.state == "approved"]
        if not self.adds_up or not signed:
            return
        whole = sum((row.amount for row in signed), Decimal(0))
        needed = bands.index_of(self.world.book.book, "parts_issue", whole)
        assert max(LEVEL[row.signed_role] for row in signed) >= needed

    @invariant()
    def at_most_one_asks_and_whose_turn_it_is_is_true(self) -> None:
        for pk in self.requests:
            still = SignOff.objects.filter(subject_id=pk, state__in=("judging", "waiting"))
            assert still.count() <= 1
            for row in still.filter(state="waiting"):
                others = amounts_beside(row) if self.adds_up else []
                assert row.next_role == bands.signer(row.version.book, row.approval, row.amount + sum(others))


FEW = settings(
    max_examples=12, stateful_step_count=14, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)  # fmt: skip


def play(world: World, adds_up: bool) -> None:
    desk.departments()

    class Played(Requests):
        pass

    Played.world, Played.adds_up = world, adds_up
    run_state_machine_as_test(Played, settings=FEW)


def test_each_for_itself(world):
    play(world, adds_up=False)


def test_added_up(adding):
    play(adding, adds_up=True)


@pytest.mark.parametrize(
    ("module", "guard", "instead", "by"),
    [
        (guards, "refuse_own_case", lambda *_people, **_given: None, "e1"),
        (deciding, "check_sign", lambda _row, **_given: "service_supervisor", "supervisor"),
    ],
)
def test_control_without_a_guard_the_machine_would_see_it(world, monkeypatch, module, guard, instead, by):
    """The engineer signs as the manager's deputy what he receives; the supervisor signs the manager's amount."""
    desk.departments()
    monkeypatch.setattr(module, guard, instead)
    machine = type("Played", (Requests,), {"world": world})()
    machine.deputies()
    machine.ask("1000.01", "liaison")
    machine.judge_and_approve_at_one_go(0, by)

    with pytest.raises(AssertionError):
        machine.what_is_payable_was_signed_as_it_stands()
    machine.teardown()
