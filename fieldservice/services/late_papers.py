"""What the book does at once to papers that come after their limit (9.4b), and lifting it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal
from core.errors import NotFound, require
from core.journal import Actor
from core.transitions import advance, claim, lock
from deadlines.models import Deadline
from deadlines.services.firing import as_fact
from fieldservice import months
from fieldservice.models import CreditLoss, MonthDocument, ServiceCard
from fieldservice.selectors import first_of
from fieldservice.services.at_once import at_once, give_back, take_credit
from fieldservice.services.month_limits import count_of
from fieldservice.states import CardState, DocumentKind
from judgement.inputs import FactInput
from judgement.selectors import current_fact
from judgement.services import correct_fact
from judgement.verdicts import Verdict
from notifications.services import notify


def late_limit(engineer: Person, month: str, kind: str, *, now: datetime) -> Deadline | None:
    """The limit of a document that is over and was not kept; None while it runs, and where there is none."""
    row = months.limits_of(engineer, month).get(kind)
    if row is None or (row.stopped_at and not row.fired_at):
        return None
    return row if row.fired_at or row.due_at < now else None


def late_card(card: ServiceCard, *, now: datetime) -> Deadline | None:
    """The limit that a card missed which comes by itself; an amended one is as late as its first revision was."""
    first = first_of(card)
    if first.received_at is not None:
        return None
    return late_limit(card.engineer, months.signed_in(first), DocumentKind.SERVICE_CARDS, now=now)


def void_late(
    limit: Deadline, document: MonthDocument | None, cards: Sequence[ServiceCard], *, actor: Actor, now: datetime
) -> None:
    """Carry out what the book does at once about a document, and the cards that came with it, that are late.

    The cards are taken in already; `document` is None where a card comes by itself.
    """
    for verdict in _verdicts(limit, now=now):
        for effect in verdict.effects:
            if effect["do"] == "void":
                _void(document, cards, verdict, actor=actor, now=now)
            elif effect["do"] == "uncredit":
                _uncredit(cards, effect["inputs"]["credits"], verdict, actor=actor, now=now)
    _tell(limit, actor=actor, now=now)


def _verdicts(limit: Deadline, *, now: datetime) -> list[Verdict]:
    return at_once(as_fact(limit), now=now)


def _void(
    document: MonthDocument | None, cards: Sequence[ServiceCard], verdict: Verdict, *, actor: Actor, now: datetime
) -> None:
    told: dict[str, Any] = {
        "actor": actor, "now": now, "act": "void", "clause": verdict.clause, "reason": verdict.title
    }
    if document is not None:
        advance(document, "void", thread=document.engineer, **told)
    for card in cards:
        advance(card, "void", at=now, thread=card.ticket, **told)


def _uncredit(
    cards: Sequence[ServiceCard], credits: Sequence[str], verdict: Verdict, *, actor: Actor, now: datetime
) -> None:
    for card in cards:
        for credit in credits:
            take_credit(card, credit, clause=verdict.clause, reason=verdict.title, actor=actor, now=now)


def _tell(limit: Deadline, *, actor: Actor, now: datetime) -> None:
    if limit.person is None:
        return
    title = _("%(what)s 逾期收到，条款 %(clause)s") % {"what": limit.facts["title"], "clause": limit.clause}
    notify(about="paper_late", title=title, subject=limit.person, to=[limit.person], now=now,
           url=reverse("fieldservice:month"))  # fmt: skip


@transaction.atomic
def revoke_void(
    *, engineer: Person, month: str, kind: str, reason: str, actor: Person, now: datetime
) -> MonthDocument:
    """The general manager lets a late document count after all, with everything that came with it (9.4b).

    What is fined for being late is decided by itself. Raises NotAllowed, OwnCase, NotFound, WrongState, Incomplete.
    """
    authorize(actor, "revoke_void", now=now)
    refuse_own_case(actor, engineer, now=now)
    months.first_day(month)
    found = months.documents_of(engineer, month).get(kind)
    if found is None:
        raise NotFound(_("%(month)s 还没有收到这份资料") % {"month": month})
    document = claim(found, "revoke_void")
    require(reason=(reason, _("撤销作废的理由")))
    advance(document, "revoke_void", actor=actor, now=now, reason=reason, thread=engineer,
            clause=_clause(document))  # fmt: skip
    if kind == DocumentKind.SERVICE_CARDS:
        _count_cards(document, reason=reason, actor=actor, now=now)
    if kind == DocumentKind.VISIT_SHEETS:
        _count_sheets(document, reason=reason, actor=actor, now=now)
    title = _("%(month)s %(what)s 不再作废") % {"month": month, "what": document.get_kind_display()}
    notify(about="void_revoked", title=title, text=reason, subject=document, to=[engineer], now=now,
           url=reverse("fieldservice:month"))  # fmt: skip
    return document


def _clause(document: MonthDocument) -> str:
    limit = document.version.book.deadlines.get(months.LIMIT)
    return limit.clause if limit else ""


def _count_cards(document: MonthDocument, *, reason: str, actor: Person, now: datetime) -> None:
    """The month's void cards are received, and count again for what their lateness took."""
    limit = months.limits_of(document.engineer, document.month).get(document.kind)
    took = {(verdict.clause, verdict.title) for verdict in _verdicts(limit, now=now)} if limit else set()
    for card in months.cards_of_month(document.engineer, document.month).filter(state=CardState.VOID).order_by("pk"):
        locked = lock(card)
        advance(locked, "revoke_void", actor=actor, now=now, reason=reason, clause=_clause(document),
                thread=locked.ticket)  # fmt: skip
        for loss in CreditLoss.objects.filter(card=locked, reverses=None, reversals=None):
            if (loss.clause, loss.reason) in took:
                give_back(loss, reason=reason, actor=actor, now=now)


def _count_sheets(document: MonthDocument, *, reason: str, actor: Person, now: datetime) -> None:
    """What was missing only because it came late is missing no more: the fact is corrected (9.4h)."""
    subject = months.subject_of(document.engineer)
    fact = current_fact(event=months.SHEETS_MISSING, subject=subject, occurrence=document.month)
    if fact is None:
        return
    missing = months.missing_sheets(document.month, [document.engineer_id]).get(document.engineer_id, [])
    counted = FactInput(
        event=fact.event, subject=subject, version=fact.version, at=fact.happened_at, person=document.engineer,
        occurrence=fact.occurrence, epoch=fact.epoch, facts={**fact.facts, **count_of(missing)},
    )  # fmt: skip
    journal.record(subject, "count_sheets", actor=actor, now=now, reason=reason, data=count_of(missing))
    correct_fact(
        event=fact.event, subject=subject, occurrence=fact.occurrence, replacement=counted if missing else None,
        reason=reason, actor=actor, now=now,
    )  # fmt: skip
