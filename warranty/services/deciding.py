"""judge, approve, reject: one way for parts, fees and purchases; the paper follows its sign-off (6.4, 6.8, 6.9)."""

from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department, Person
from accounts.permissions import authorize
from approvals import services as approvals
from approvals.models import SignOff
from approvals.selectors import current
from core import transitions
from core.errors import WrongState
from rulebook.book import Book
from rulebook.papers import titles_of
from warranty.models import FeeApplication, PartsRequest, Purchase
from warranty.services import amounts, settling, signing

P = TypeVar("P", bound=PartsRequest | FeeApplication | Purchase)
JUDGED = "purchase_judgement"
SETTLED_BY = {FeeApplication: "settle_fee", Purchase: "settle_purchase"}


@transaction.atomic
def judge(
    *, document: P, actor: Person, now: datetime, department: Department | str | None = None, responsibility: str = "",
    reasonable: bool | None = None, necessity: str = "", consulted: str = "", consulted_cost: Decimal | None = None,
) -> P:  # fmt: skip
    """Settle what the book wants known before anybody signs, for every amount.

    Parts: `department` bears the loss. Fee: `responsibility`, `reasonable`. Purchase: `necessity`, whom was
    `consulted` and what it would cost, which may raise the amount to be signed (6.9c).
    """
    locked, sign_off = _begin(document, "judge", actor=actor, now=now)
    book = sign_off.version.book
    bears = _department(department)
    values = {
        "loss_department": bears.code if bears else None, "responsibility": responsibility.strip()[:200],
        "reasonable": reasonable, "necessity": necessity.strip(), "consulted": _consulted(book, consulted),
        "consulted_cost": consulted_cost,
    }  # fmt: skip
    approvals.judge(
        sign_off=sign_off, values=values, labels=labels_of(book), content=signing.content_of(locked), actor=actor,
        now=now, amount=_amount(locked, book, consulted_cost),
    )  # fmt: skip
    # Role, own case and state come first; what this refuses is rolled back with the judgement.
    amounts.check("consulted_cost", consulted_cost, least=Decimal(0))
    given = {"department": bears} if bears else values
    return _follow(locked, JUDGES[type(locked)], given, act="judge", actor=actor, now=now)


@transaction.atomic
def approve(*, document: P, actor: Person, now: datetime, reason: str = "", seen: str = "") -> P:
    """Sign the paper as it stands; `seen` is the content hash that the signer's page showed."""
    locked, sign_off = _begin(document, "approve", actor=actor, now=now)
    content = signing.content_of(locked)
    approvals.approve(sign_off=sign_off, content=content, actor=actor, now=now, reason=reason, seen=seen)
    _follow(locked, "approve", {}, act="approve", actor=actor, now=now, reason=reason)
    if not isinstance(locked, PartsRequest) and locked.actual is not None:
        settling.finish(locked, SETTLED_BY[type(locked)], granted=sign_off.amount, actor=actor, now=now)
    signing.tell_decided(locked, reason=reason, now=now)
    return locked


@transaction.atomic
def reject(*, document: P, reason: str, actor: Person, now: datetime, seen: str = "") -> P:
    """Refuse the signature, with a reason: the ticket no longer waits for it."""
    locked, sign_off = _begin(document, "reject", actor=actor, now=now)
    content = signing.content_of(locked)
    approvals.reject(sign_off=sign_off, content=content, reason=reason, actor=actor, now=now, seen=seen)
    _follow(locked, "reject", {}, act="reject", actor=actor, now=now, reason=reason)
    signing.release(locked, actor=actor, now=now)
    signing.tell_decided(locked, reason=reason, now=now)
    return locked


def labels_of(book: Book) -> dict[str, str]:
    """What the book calls the fields of a judgement."""
    return {
        "loss_department": _("损失责任部门"), **titles_of(book, "fee_judgement"), **titles_of(book, JUDGED),
    }  # fmt: skip


JUDGES = {PartsRequest: "assign", FeeApplication: "judge", Purchase: "review"}
TAKEN = {
    "assign": ("department",), "judge": ("responsibility", "reasonable"),
    "review": ("necessity", "consulted", "consulted_cost"),
}  # fmt: skip


def _begin(document: P, act: str, *, actor: Person, now: datetime) -> tuple[P, SignOff]:
    """The locked paper and its newest sign-off, of which the rest is asked: role of its band, own case, state."""
    authorize(actor, act, now=now)
    locked = transitions.lock(document)
    sign_off = current(locked)
    if sign_off is None:
        raise WrongState(_("还没有提交签批"))
    return locked, sign_off


def _follow(
    paper: P, name: str, given: dict[str, Any], *, act: str, actor: Person, now: datetime, reason: str = ""
) -> P:
    """Let the paper follow its sign-off, in the paper's own journal: that of the ticket has the sign-off's row."""
    entry = paper.version.book.approvals[paper.APPROVAL]
    arguments = {field: given[field] for field in TAKEN.get(name, ())}
    return transitions.advance(
        paper, name, act=act, actor=actor, now=now, reason=reason.strip(), clause=entry.clause, **arguments
    )


def _department(given: Department | str | None) -> Department | None:
    if given is None or isinstance(given, Department):
        return given
    return Department.objects.filter(code=given).first()


def _consulted(book: Book, given: str) -> str:
    """The department asked, where the book offers some: one of them."""
    form = book.forms.get(JUDGED)
    field = form.fields.get("consulted") if form else None
    return given.strip()[:40] if not field or not field.options or given in field.options else ""


def _amount(paper: Any, book: Book, consulted_cost: Decimal | None) -> Decimal | None:
    """What the judgement makes of the amount; None where it does not touch it."""
    if not isinstance(paper, Purchase) or amounts.problem_with(consulted_cost, least=Decimal(0)):
        return None
    known = {"purchase.budget": paper.budget, "purchase.consulted_cost": consulted_cost}
    return amounts.amount_to_sign(book, paper.APPROVAL, known)
