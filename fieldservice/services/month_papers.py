"""submit_month: the engineer hands in the papers of a month (clause 9.4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import journal
from core.clock import local_day
from core.errors import Incomplete, OutOfRange, TooLate, WrongState, require
from core.journal import Actor
from core.transitions import claim, lock
from deadlines import services as deadlines
from deadlines.models import Deadline
from fieldservice import months
from fieldservice.models import ExpenseLine, MonthDocument, ServiceCard
from fieldservice.services.expenses import write_line
from fieldservice.services.late_papers import void_late
from fieldservice.services.line_checks import check_lines
from fieldservice.services.month_limits import open_limits_of
from fieldservice.services.receiving import take_in
from fieldservice.states import CardState, DocumentKind, DocumentState
from rulebook.models import RulebookVersion
from rulebook.selectors import on_day

K = DocumentKind
Lines = Sequence[Mapping[str, Any]]


@transaction.atomic
def submit_month(
    *, month: str, kinds: Sequence[str], actor: Person, now: datetime, lines: Lines = (), text: str = ""
) -> list[MonthDocument]:
    """Hand in the documents `kinds` of one's own month; each is stamped with its time of receipt.

    In time it is received; after its limit it is taken in and the book's consequences happen at once. What is in is
    not replaced after the limit; before it cards and lines may follow. `lines` are the arguments of `write_line`
    besides those gathered before. Raises Incomplete, OutOfRange, TooLate, WrongState.
    """
    authorize(actor, "submit_month", now=now)
    # One after the other: two phones of one person must not both be the first.
    engineer = lock(actor)
    wanted = _wanted(month, kinds, now=now)
    known = months.documents_of(engineer, month)
    limits = open_limits_of(engineer, month, now=now)
    given = _written(engineer, month, lines, known, limits, now=now)
    made = [
        document
        for kind in wanted
        if (document := _hand_in(engineer, month, kind, known.get(kind), limits.get(kind), text, actor=actor, now=now))
    ]
    if not made and not given:
        raise WrongState(_("%(month)s 的这些资料已经收到，没有新的内容") % {"month": month})
    return made


def _wanted(month: str, kinds: Sequence[str], *, now: datetime) -> list[str]:
    """In the order of the list, each once: the claim first, so that its lines are there."""
    if months.first_day(month) > local_day(now):
        raise OutOfRange(_("%(month)s 还没有开始") % {"month": month}, details={"month": _("还没有开始")})
    if unknown := set(kinds) - set(K.values):
        raise OutOfRange(_("没有这种资料：%(names)s") % {"names": "、".join(sorted(unknown))})
    if not kinds:
        raise Incomplete(_("请选择要交的资料"), details={"kinds": _("请选择要交的资料")})
    return [kind for kind in K.values if kind in set(kinds)]


def _written(
    engineer: Person, month: str, lines: Lines, known: dict[str, MonthDocument], limits: dict[str, Deadline], *,
    now: datetime,
) -> list[ExpenseLine]:  # fmt: skip
    """The lines that come with the hand-in; those that are in the claim already are left out."""
    there = list(months.expenses_of(engineer, month)) if lines and K.EXPENSE_CLAIM in known else []
    fresh = []
    for given in lines:
        same = next((line for line in there if _same(line, given)), None)
        if same is not None:
            there.remove(same)
        else:
            fresh.append(given)
    limit = limits.get(K.EXPENSE_CLAIM)
    if fresh and K.EXPENSE_CLAIM in known and limit and limit.due_at < now:
        raise TooLate(_("报销单已经收到，期限后不能再加费用"), details={"lines": _("期限后不能再加")})
    return [write_line(engineer, month, now=now, **given) for given in fresh]


def _same(line: ExpenseLine, given: Mapping[str, Any]) -> bool:
    ticket, trip = given.get("ticket"), given.get("trip")
    return (line.day, line.place, line.kind, line.amount) == (
        given["day"], given["place"].strip(), given["kind"], given["amount"]
    ) and (ticket is None or line.ticket_id == ticket.pk) and (trip is None or line.trip_id == trip.pk)  # fmt: skip


def _hand_in(
    engineer: Person, month: str, kind: str, known: MonthDocument | None, limit: Deadline | None, text: str, *,
    actor: Actor, now: datetime,
) -> MonthDocument | None:  # fmt: skip
    """The document, received or brought up to date; None where it is in and nothing is new."""
    if known is not None and (known.state != DocumentState.RECEIVED or (limit and limit.due_at < now)):
        return None
    if kind == K.WORK_SUMMARY:
        require(text=((known.text if known else "") or text, _("工作总结")))
    cards, lines = _cards(engineer, month, kind), _lines(engineer, month, kind)
    fresh_text = kind == K.WORK_SUMMARY and bool(text.strip()) and text.strip() != (known.text if known else "")
    if known is not None and not (cards or lines or fresh_text):
        return None
    document = known or _create(engineer, month, kind, text, limit, now=now)
    if known is not None and fresh_text:
        document.text = text.strip()
        document.save(update_fields=["text"])
    _tell(document, cards, lines, actor=actor, now=now)
    ExpenseLine.objects.filter(pk__in=[line.pk for line in lines]).update(document=document)
    _go_on(document, cards, lines, actor=actor, now=now)
    return document


def _go_on(
    document: MonthDocument, cards: list[ServiceCard], lines: list[ExpenseLine], *, actor: Actor, now: datetime
) -> None:
    """The limit stops, the cards are taken in, the lines compared; what is late is void."""
    for card in cards:
        take_in(claim(card, "receive"), actor=actor, now=now)
    limit = deadlines.stop(
        kind=months.LIMIT, subject=months.subject_of(document.engineer),
        occurrence=months.occurrence(document.month, document.kind), at=now, actor=actor, now=now,
    )  # fmt: skip
    if limit is not None and limit.fired_at:
        taken = [lock(card) for card in cards]
        void_late(limit, document, taken, actor=actor, now=now)
    elif lines:
        check_lines(document.engineer, lines, actor=actor, now=now)


def _cards(engineer: Person, month: str, kind: str) -> list[ServiceCard]:
    """The signed cards of the month that the department does not have yet."""
    if kind != K.SERVICE_CARDS:
        return []
    return list(months.cards_of_month(engineer, month).filter(state=CardState.SIGNED).order_by("pk"))


def _lines(engineer: Person, month: str, kind: str) -> list[ExpenseLine]:
    if kind != K.EXPENSE_CLAIM:
        return []
    return list(months.expenses_of(engineer, month).filter(document=None))


def _create(
    engineer: Person, month: str, kind: str, text: str, limit: Deadline | None, *, now: datetime
) -> MonthDocument:
    return MonthDocument.objects.create(
        engineer=engineer, month=month, kind=kind, received_at=now, version=_version(month, limit, now=now),
        text=text.strip() if kind == K.WORK_SUMMARY else "",
    )  # fmt: skip


def _version(month: str, limit: Deadline | None, *, now: datetime) -> RulebookVersion:
    """The version that judges the month: its limit's, else that of its last day (0.8)."""
    if limit is not None:
        return limit.version
    _begin, end = months.bounds(month)
    return on_day(local_day(min(now, end)))


def _tell(
    document: MonthDocument, cards: list[ServiceCard], lines: list[ExpenseLine], *, actor: Actor, now: datetime
) -> None:
    limit = document.version.book.deadlines.get(months.LIMIT)
    told = {
        "month": document.month, "kind": document.kind, "cards": [card.number for card in cards],
        "lines": len(lines), "sum": sum(line.amount for line in lines),
    }  # fmt: skip
    journal.record(document, "submit_month", actor=actor, now=now, clause=limit.clause if limit else "", data=told,
                   target=document.state, thread=document.engineer)  # fmt: skip
