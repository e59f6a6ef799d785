"""What was spent against what was granted: covered, or signed again for its higher band (6.8, 6.9c, A17)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from approvals.bands import counted
from approvals.models import SignOff
from approvals.selectors import amounts_beside, current, payable
from core import files, transitions
from core.errors import NotAllowed, WrongState, require
from core.money import yuan
from rulebook import bands
from rulebook.acts import clause_of
from warranty.models import FeeApplication, Purchase
from warranty.services import amounts, signing

Spent = TypeVar("Spent", bound=FeeApplication | Purchase)


@transaction.atomic
def settle(
    paper: Spent, act: str, actual: Decimal, receipts: Iterable["File[bytes]"], *, actor: Person, now: datetime
) -> Spent:
    """By who asked for the money or has the job now. Within the amount or its band the paper is settled and its ticket
    no longer waits; above, the sum itself goes to the signature with the judgement that was made before."""
    authorize(actor, act, now=now)
    locked = transitions.lock(paper)
    if actor.pk not in (locked.author_id, locked.ticket.engineer_id):
        raise NotAllowed(_("由申请人或该工单当前的服务人员核销"))
    locked = transitions.claim(paper, "settle")
    granted = current(locked)
    if granted is None or not payable(locked, content=signing.content_of(locked)):
        raise WrongState(_("签批已失效，不能核销，请重新申请"))
    require(actual=(actual, _("实际金额")))
    amounts.check("actual", actual, least=Decimal(0))
    for receipt in receipts:
        files.store_file(receipt, locked, kind="receipt", actor=actor, now=now)
    locked.actual = yuan(actual)
    return _exceed(locked, granted, act, actor=actor, now=now) if _above(granted, locked.actual) else finish(
        locked, act, granted=granted.amount, actor=actor, now=now
    )  # fmt: skip


def finish(paper: Spent, act: str, *, granted: Decimal, actor: Person, now: datetime) -> Spent:
    """The sum is covered; a difference within the band stays as a note in the journal."""
    paper.settled_at = now
    transitions.advance(
        paper, "settle", act=act, actor=actor, now=now, thread=paper.ticket,
        clause=clause_of(paper.version.book, act), data={"granted": granted, "actual": paper.actual},
    )  # fmt: skip
    signing.release(paper, actor=actor, now=now)
    return paper


def _above(granted: SignOff, actual: Decimal) -> bool:
    """Whether the sum lies in a higher band than what was signed."""
    book, others = granted.version.book, amounts_beside(granted)
    places = [
        bands.index_of(book, granted.approval, counted(book, granted.approval, amount, others))
        for amount in (granted.amount, actual)
    ]
    return places[1] > places[0]


def _exceed(paper: Spent, granted: SignOff, act: str, *, actor: Person, now: datetime) -> Spent:
    transitions.advance(
        paper, "exceed", act=act, actor=actor, now=now, thread=paper.ticket,
        clause=clause_of(paper.version.book, act), data={"granted": granted.amount, "actual": paper.actual},
    )  # fmt: skip
    note = _("实际 %(actual)s 元超出已批 %(granted)s 元的权限") % {"actual": paper.actual, "granted": granted.amount}
    signing.ask(
        paper, amount=paper.actual or Decimal(0), concerned=[*granted.concerned.all(), actor], author=paper.author,
        actor=actor, now=now, note=note, judgement=granted.judgement,
    )  # fmt: skip
    return paper
