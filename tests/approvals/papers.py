"""Papers that ask for a signature, without the apps that write them: a subject, its content and its sign-off."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import Person
from approvals import services
from approvals.models import SignOff
from approvals.selectors import current, payable
from core.subjects import Subject
from rulebook.models import RulebookVersion
from tests.factories import World, moment

NOW = moment("2026-03-02 12:00:00")
JUDGEMENTS: dict[str, dict[str, Any]] = {
    "parts_issue": {"loss_department": "production"},
    "service_fee": {"responsibility": "生产部装配", "reasonable": True},
    "purchase": {"necessity": "现场停机", "consulted": "production", "consulted_cost": Decimal("10.00")},
}
LABELS = {
    "loss_department": "损失责任部门", "responsibility": "责任归属", "reasonable": "费用合理", "necessity": "必要性",
    "consulted": "咨询部门", "consulted_cost": "咨询价",
}  # fmt: skip
TICKET = Subject("tickets.ticket", 1)
_numbers = count(1)


@dataclass
class Paper:
    """Something to be signed, as its document stands now."""

    about: Subject
    approval: str
    content: dict[str, Any]

    @property
    def sign_off(self) -> SignOff:
        found = current(self.about)
        assert found is not None
        return found

    @property
    def payable(self) -> bool:
        return payable(self.about, content=self.content)

    def judge(self, actor: Person, *, now: datetime = NOW, **given: Any) -> SignOff:
        told = {"values": JUDGEMENTS[self.approval], "content": self.content, **given}
        return services.judge(sign_off=self.sign_off, labels=LABELS, actor=actor, now=now, **told)

    def approve(self, actor: Person, *, now: datetime = NOW, **given: Any) -> SignOff:
        return services.approve(
            sign_off=self.sign_off, actor=actor, now=now, **{"content": self.content, **given}
        )

    def reject(self, actor: Person, *, reason: str = "价格过高", now: datetime = NOW) -> SignOff:
        return services.reject(sign_off=self.sign_off, content=self.content, reason=reason, actor=actor, now=now)


def content_of(amount: Decimal, name: str = "board") -> dict[str, Any]:
    return {"serial": "P1", "lines": [{"part": name, "quantity": 1, "price": f"{amount:.2f}"}]}


def submit(
    world: World, paper: Paper, amount: Decimal, *, author: Person | None = None, ticket: Subject = TICKET,
    concerned: Iterable[Person] = (), version: RulebookVersion | None = None, now: datetime = NOW,
    judgement: Mapping[str, Any] | None = None, title: str = "发件申请 FJ-0001",
) -> SignOff:  # fmt: skip
    """Ask for the signature of the paper's content as it stands."""
    author = author or world.liaison
    return services.submit(
        subject=paper.about, approval=paper.approval, amount=amount, content=paper.content, group=ticket,
        concerned=concerned, title=title, version=version or world.book, author=author, actor=author, now=now,
        judgement=judgement,
    )  # fmt: skip


def asked(world: World, amount: str | Decimal, approval: str = "parts_issue", **given: Any) -> Paper:
    """A paper over `amount` that waits for its judgement."""
    total = Decimal(amount)
    paper = Paper(Subject("warranty.partsrequest", next(_numbers)), approval, content_of(total))
    submit(world, paper, total, **given)
    return paper


def judged(world: World, amount: str | Decimal, approval: str = "parts_issue", **given: Any) -> Paper:
    """The same, judged by the service supervisor: it waits for its signature."""
    paper = asked(world, amount, approval, **given)
    paper.judge(world.supervisor, now=given.get("now", NOW))
    return paper


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened: one example of a property after the other."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
