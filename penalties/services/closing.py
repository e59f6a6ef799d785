"""close_month: the clerk settles a month with everybody, and from then on nothing of it changes (9.4i, W13)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import closed_periods, journal
from core.clock import local_day
from core.errors import WrongState
from core.subjects import Subject
from core.transitions import advance, claim
from deadlines.models import OPEN, Deadline
from fieldservice import months
from fieldservice.services import check_lines
from judgement.inputs import FactInput
from judgement.models import Proposal
from judgement.services import record_facts
from judgement.states import ProposalState
from notifications.services import Message, notify_many
from penalties.models import Closing, Statement, StatementLine
from penalties.months import closing_of, key_of
from penalties.services.effects import tell_settled
from penalties.settling import Draft, draft_of, people_of, without_card
from rulebook.acts import clause_of
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from tickets.models import Ticket


@transaction.atomic
def close_month(*, month: str, actor: Person, now: datetime) -> Closing:
    """Compare what is still to be compared, settle what is confirmed, write every statement and close the month.

    What nobody has decided is listed and not waited for; it goes into the first open month. Raises NotAllowed,
    WrongState while papers of the month may still come, or where it is closed.
    """
    authorize(actor, "close_month", now=now)
    _begin, end = months.bounds(month)
    closed_periods.closing(key_of(month))
    _check_ready(month, end, now=now)
    people = list(people_of(month))
    for person in people:
        _compare(person, month, actor=actor, now=now)
    _settle(month, actor=actor, now=now)
    drafts = [draft_of(person, month, now=now) for person in people]
    closing = _close(month, actor=actor, now=now)
    statements = [_write(closing, draft) for draft in drafts]
    clause = clause_of(in_force(now=now).book, "close_month")
    journal.record(closing, "close_month", actor=actor, now=now, clause=clause,
                   data={"month": month, "people": len(statements), "undecided": closing.undecided})  # fmt: skip
    _tell(statements, now=now)
    return closing


def _check_ready(month: str, end: datetime, *, now: datetime) -> None:
    if closing_of(month) is not None:
        raise WrongState(_("%(month)s 已经结账") % {"month": month})
    if now < end:
        raise WrongState(_("%(month)s 还没有结束，不能结账") % {"month": month})
    running = Deadline.objects.filter(OPEN, kind=months.LIMIT, occurrence__startswith=f"{month}:", due_at__gte=now)
    last = running.aggregate(last=Max("due_at"))["last"]
    if last is not None:
        told = {"month": month, "day": f"{local_day(last):%Y-%m-%d}"}
        raise WrongState(_("%(month)s 的资料到 %(day)s 24:00 才截止，还有人没交，不能结账") % told)


def _compare(person: Person, month: str, *, actor: Person, now: datetime) -> None:
    """9.4d, 9.2a: claim lines against daily reports, services without a card."""
    lines = list(months.expenses_of(person, month).filter(document__isnull=False, document__state="received"))
    check_lines(person, lines, actor=actor, now=now, closing=True)
    version = in_force(now=now)
    given = [_missing_card(ticket, person, month, version, now=now) for ticket in without_card(person, month)]
    record_facts(given, actor=actor, now=now)


def _missing_card(ticket: Ticket, person: Person, month: str, version: RulebookVersion, *, now: datetime) -> FactInput:
    facts = {
        "title": _("工单 %s") % ticket.number, "ticket": ticket.pk, "ticket.in_warranty": ticket.in_warranty,
        "month": month,
    }  # fmt: skip
    return FactInput(
        event="card.missing", subject=Subject.of(ticket), version=version, at=now, person=person, facts=facts,
        occurrence=f"{month}:{ticket.cycle}", thread=Subject.of(ticket),
    )  # fmt: skip


def _settle(month: str, *, actor: Person, now: datetime) -> None:
    """Whatever is confirmed and accounted in the month."""
    confirmed = Proposal.objects.filter(Q(month=month) | Q(entries__month=month), state=ProposalState.CONFIRMED)
    settled = []
    for pk in list(confirmed.order_by("pk").values_list("pk", flat=True).distinct()):
        proposal = claim(Proposal(pk=pk), "settle")
        advance(proposal, "settle", actor=actor, now=now, clause=proposal.clause, thread=proposal.subject,
                data={"month": month})  # fmt: skip
        settled.append(proposal)
    tell_settled(settled, month, now=now)


def undecided(month: str) -> list[Proposal]:
    """What is still open of this month and of earlier ones, the oldest first."""
    rows = Proposal.objects.filter(state=ProposalState.PROPOSED, month__lte=month)
    return list(rows.select_related("charged_to", "version", "fact").order_by("month", "pk"))


def _close(month: str, *, actor: Person, now: datetime) -> Closing:
    earlier = Closing.objects.filter(month=month).aggregate(last=Max("epoch"))["last"] or 0
    told = [
        {"proposal": row.pk, "clause": row.clause, "person": row.charged_to.name, "month": row.month,
         "title": str(row.fact.facts.get("title", ""))}
        for row in undecided(month)
    ]  # fmt: skip
    return Closing.objects.create(month=month, epoch=earlier + 1, by=actor, at=now, undecided=told)


def _write(closing: Closing, draft: Draft) -> Statement:
    columns: dict[str, Any] = draft.columns()
    parts = columns["reimbursed"] + columns["adjusted"] - columns["fines"] - columns["debits"] - columns["own_cost"]
    if parts != columns["net"]:
        raise ValueError(f"the statement of {draft.person} for {closing.month} does not add up")
    statement = Statement.objects.create(closing=closing, **columns)
    for line in draft.lines:
        line.statement = statement
    StatementLine.objects.bulk_create(draft.lines)
    return statement


def _tell(statements: Iterable[Statement], *, now: datetime) -> None:
    """9.4i: everybody is told his workload; he confirms that he has read it."""
    notify_many([_message(statement) for statement in statements], now=now)


def _message(statement: Statement) -> Message:
    told = {"month": statement.month, "workload": statement.workload, "net": statement.net}
    title = _("%(month)s 结算：工作量 %(workload)s，应付 %(net)s 元") % told
    url = reverse("penalties:statement_at", args=[statement.month])
    return Message("workload", title, Subject.of(statement), to=[statement.person], url=url)
