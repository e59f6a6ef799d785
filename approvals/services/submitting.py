"""submit, void: a document asks for its signature, or no longer is what was asked or signed (6.4, 6.8, 6.9)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.bands import crosses
from approvals.models import SignOff
from approvals.selectors import amounts_beside, judging_role, rehash, roles_that_sign
from approvals.services.turns import hand_on, hold_group, refresh_group, remind_from
from approvals.states import COUNTED, SignOffState, SignOffWarning
from core import journal, transitions
from core.errors import OutOfRange, WrongState
from core.journal import Actor
from core.money import yuan
from core.subjects import Subject
from rulebook.book import plain
from rulebook.models import RulebookVersion
from rulebook.schema.approvals import Approval

MOST = Decimal(10**10)


@transaction.atomic
def submit(
    *, subject: models.Model, approval: str, amount: Decimal, content: Mapping[str, Any], group: models.Model | Subject,
    concerned: Iterable[Person | None], title: str, version: RulebookVersion, author: Person, actor: Actor,
    now: datetime, url: str = "", judgement: Mapping[str, Any] | None = None,
) -> SignOff:  # fmt: skip
    """Ask for the signature of `content` under `version`, which stays frozen (A24).

    `concerned` and its `author` never judge or sign it, nor do their deputies. With `judgement`, that
    of an earlier sign-off of the same document, it goes straight to the signature. Where the book adds up the
    requests of a ticket their level rises together; elsewhere crossing a band is only told.
    """
    if approval not in version.book.approvals:
        raise WrongState(_("现行制度没有规定此项审批，请联系部门负责人"))
    about, together, told = Subject.of(subject), Subject.of(group), plain(dict(content))
    row = SignOff(
        subject_type=about.type, subject_id=about.id, group_type=together.type, group_id=together.id,
        state=_begins(version.book.approvals[approval], judgement), approval=approval, version=version,
        title=title[:200], url=url, amount=exact(amount), content=told,
        judgement=plain(dict(judgement or {})), submitted_by=author, submitted_at=now,
    )  # fmt: skip
    hold_group(row)
    _save(row, now=now)
    row.concerned.set({author.pk, *(person.pk for person in concerned if person is not None)})
    journal.record(
        row, "submit_sign_off", actor=actor, now=now, target=row.state, thread=group,
        clause=version.book.approvals[approval].clause, data={"amount": amount, "hash": row.content_hash},
    )  # fmt: skip
    hand_on(row, now=now)
    refresh_group(row, now=now)
    return row


def exact(amount: Decimal) -> Decimal:
    """`amount`, where it can be signed; OutOfRange below zero, with a third decimal or beyond ten digits."""
    if amount != yuan(amount) or not 0 <= amount < MOST:
        raise OutOfRange(_("金额须不小于 0、小于一百亿元，最多两位小数"))
    return amount


def _begins(entry: Approval, judgement: Mapping[str, Any] | None) -> SignOffState:
    """Straight with the signature where it was judged before, or the book wants no judgement."""
    return SignOffState.JUDGING if entry.first and not judgement else SignOffState.WAITING


def _save(row: SignOff, *, now: datetime) -> None:
    """Insert `row`: whose turn it is, what the signers are told, when they are reminded."""
    row.content_hash = rehash(row, row.content)
    row.next_role = judging_role(row) if row.state == SignOffState.JUDGING else roles_that_sign(row)[0]
    row.warnings = warnings_of(row)
    row.remind_at = remind_from(row, now)
    try:
        row.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("该单据已有审批在进行，请先查看其进展")) from None


def warnings_of(row: SignOff) -> list[str]:
    """What the signers are told of the ticket's other requests."""
    crossing = crosses(row.version.book, row.approval, row.amount, amounts_beside(row))
    return [str(SignOffWarning.BAND_CROSSED)] if crossing else []


@transaction.atomic
def void(*, subject: models.Model | Subject, reason: str, actor: Actor, now: datetime) -> int:
    """Take back what was asked or granted for a document whose content changed; how many sign-offs that voided."""
    about = Subject.of(subject)
    rows = SignOff.objects.filter(subject_type=about.type, subject_id=about.id, state__in=COUNTED)
    voided = 0
    for row in rows.select_related("version").order_by("pk"):
        hold_group(row)
        locked = transitions.lock(row)
        if locked.state not in COUNTED:
            continue
        transitions.advance(locked, "void", act="void_sign_off", actor=actor, now=now, reason=reason, thread=row.group)
        refresh_group(locked, now=now)
        voided += 1
    return voided
