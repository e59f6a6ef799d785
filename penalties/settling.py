"""What a month comes to for one person: the lines of his statement, from what is stored now. Writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Person
from deadlines.models import Deadline
from fieldservice import claims, months
from fieldservice.models import CreditLoss, ExpenseLine, MonthScore, ServiceCard
from fieldservice.repeats import EVENT as REPEAT
from fieldservice.selectors import Credit, credits, credits_of
from fieldservice.states import CreditKind, DocumentKind, ExpenseKind
from judgement.models import Fact
from penalties.models import LedgerEntry, StatementLine
from penalties.months import closed
from penalties.states import EntryKind, LineKind
from rulebook.consequences import clause_against, matching
from tickets.models import Ticket
from tickets.states import TicketState

NOTHING = Decimal("0.00")
# The text gives no formula for the workload: every card weighs the same, and its parts are shown (9.4i).
WEIGHT = Decimal("1.00")
FULL = Decimal(100)
# What a decision of long ago still changes.
REACH = timedelta(days=400)
UNFINISHED = (TicketState.ON_SITE, TicketState.DIAGNOSED, TicketState.WORKING)
K = LineKind


@dataclass
class Draft:
    """An unsaved statement: its lines and the sums that they add up to."""

    person: Person
    month: str
    lines: list[StatementLine] = field(default_factory=list)
    score: MonthScore | None = None

    def sum(self, *kinds: str) -> Decimal:
        return sum((line.amount for line in self.lines if line.kind in kinds), NOTHING)

    @property
    def cards(self) -> int:
        return sum(line.workload for line in self.lines)

    @property
    def commission(self) -> int:
        return sum(line.commission for line in self.lines)

    @property
    def workload(self) -> Decimal:
        share = self.score.score if self.score else FULL
        return (self.cards * WEIGHT * share / FULL).quantize(NOTHING)

    @property
    def net(self) -> Decimal:
        return self.sum(*LineKind)

    def columns(self) -> dict[str, Any]:
        """The columns of the statement."""
        return {
            "person": self.person, "month": self.month, "cards": self.cards, "commission_cards": self.commission,
            "weight": WEIGHT, "score": self.score and self.score.score, "workload": self.workload,
            "reimbursed": self.sum(K.EXPENSE), "fines": -self.sum(K.FINE),
            "debits": -self.sum(K.DEBIT, K.LOSS, K.CONFISCATION), "adjusted": self.sum(K.ADJUSTMENT),
            "own_cost": -self.sum(K.OWN_COST), "net": self.net,
        }  # fmt: skip


def people_of(month: str) -> QuerySet[Person]:
    """Everybody whose month there is something to tell of: papers asked, cards, claims, amounts."""
    begin, end = months.bounds(month)
    asked = Deadline.objects.filter(
        kind=months.LIMIT, occurrence=months.occurrence(month, DocumentKind.WORK_SUMMARY)
    )
    cards = ServiceCard.objects.filter(signed_at__gte=begin, signed_at__lt=end)
    found = Q(pk__in=asked.values("subject_id")) | Q(pk__in=cards.values("engineer"))
    found |= Q(pk__in=ExpenseLine.objects.filter(month=month, document__isnull=False).values("engineer"))
    found |= Q(pk__in=LedgerEntry.objects.filter(month=month).values("person"))
    return Person.objects.filter(found).order_by("name", "pk")


def draft_of(person: Person, month: str, *, now: datetime) -> Draft:
    """One person's month as it stands; adjustments of closed months go into it."""
    lines = [
        *_cards(person, month), *_without_card(person, month), *_expenses(person, month), *_entries(person, month),
        *_borne(person, month, now=now), *_adjusted(person, month, now=now),
    ]  # fmt: skip
    return Draft(person, month, lines, months.score_of(person, month))


def _cards(person: Person, month: str) -> Iterator[StatementLine]:
    for card, counted in credits_of(list(months.cards_of_month(person, month).order_by("signed_at", "pk"))):
        yield _card(card, counted)


def _card(card: ServiceCard, counted: dict[str, Credit]) -> StatementLine:
    lost = [(str(CreditKind(kind).label), credit) for kind, credit in counted.items() if not credit.counts]
    told = "；".join(_("不计%(what)s：%(why)s") % {"what": what, "why": credit.reason} for what, credit in lost)
    label = _("服务卡 %(card)s（工单 %(ticket)s）") % {"card": card.number, "ticket": card.ticket.number}
    return StatementLine(
        kind=K.CARD, label=label, card=card, workload=int(counted[CreditKind.WORKLOAD].counts),
        commission=int(counted[CreditKind.COMMISSION].counts), reason=told[:400],
        clause=lost[0][1].clause[:20] if lost else "",
    )  # fmt: skip


def without_card(person: Person, month: str) -> QuerySet[Ticket]:
    """Tickets that he reached in the month and that have no card of their cycle (9.2a)."""
    begin, end = months.bounds(month)
    rows = Ticket.objects.filter(engineer=person, state__in=UNFINISHED, arrived_at__gte=begin, arrived_at__lt=end)
    return rows.select_related("version").order_by("number")


def _without_card(person: Person, month: str) -> Iterator[StatementLine]:
    for ticket in without_card(person, month):
        yield StatementLine(
            kind=K.CARD, label=_("工单 %s") % ticket.number, reason=_("没有服务卡，不计工作量"),
            clause=clause_against(ticket.version.book, "card.missing")[:20],
        )  # fmt: skip


def _expenses(person: Person, month: str) -> Iterator[StatementLine]:
    handed_in = months.expenses_of(person, month).filter(document__isnull=False)
    for paid in claims.payable(handed_in):
        yield StatementLine(
            kind=K.EXPENSE, label=_told(paid.line), amount=paid.amount, claimed=paid.line.amount, clause=paid.clause,
            reason=_why(paid)[:400], expense=paid.line,
        )  # fmt: skip


def _told(line: ExpenseLine) -> str:
    return f"{line.day} {line.place} {line.get_kind_display()}"


def _why(paid: claims.Payable) -> str:
    if not paid.reason or paid.percent == 0:
        return paid.reason
    return _("%(why)s，报 %(percent)d%%") % {"why": paid.reason, "percent": paid.percent}


def _entries(person: Person, month: str) -> Iterator[StatementLine]:
    rows = LedgerEntry.objects.filter(person=person, month=month).select_related("proposal__version", "decision")
    for entry in rows.order_by("pk"):
        happened = "" if entry.proposal.month == month else _("（%s 的事）") % entry.proposal.month
        yield StatementLine(
            kind=_KINDS[EntryKind(entry.kind)], label=f"{_title(entry)}{happened}", amount=-entry.amount,
            clause=entry.clause, reason=entry.decision.reason[:400], entry=entry,
        )  # fmt: skip


_KINDS = {
    EntryKind.FINE: K.FINE, EntryKind.DEBIT: K.DEBIT, EntryKind.LOSS: K.LOSS,
    EntryKind.CONFISCATION: K.CONFISCATION,
}  # fmt: skip


def _title(entry: LedgerEntry) -> str:
    book, name = entry.proposal.version.book, entry.proposal.consequence
    known = book.consequences.get(name) or book.escalations.get(name.removeprefix("escalation."))
    title = (known.title if known else "") or name
    return _("冲销：%s") % title if entry.reverses_id else title


def _borne(person: Person, month: str, *, now: datetime) -> Iterator[StatementLine]:
    """The travel of another's card that he bears (9.2j), once it was paid, less what was settled before."""
    for card_id, clause, title in _bears(person, now=now):
        rows = ExpenseLine.objects.filter(
            kind=ExpenseKind.SERVICE_TRAVEL, ticket__cards=card_id, document__isnull=False, removed_at=None,
            month__lte=month, engineer=F("ticket__cards__engineer"),
        ).select_related("document")  # fmt: skip
        for paid in claims.payable(rows.distinct()):
            before = _settled(StatementLine.objects.filter(
                statement__person=person, kind=K.OWN_COST, expense=paid.line))  # fmt: skip
            rest = -paid.amount - before
            if rest:
                yield StatementLine(kind=K.OWN_COST, label=_told(paid.line), amount=rest, clause=clause, reason=title,
                                    expense=paid.line)  # fmt: skip


def _bears(person: Person, *, now: datetime) -> Iterator[tuple[int, str, str]]:
    """(card, clause, title) of each repeat whose travel this person bears though another did it."""
    facts = Fact.objects.filter(event=REPEAT, happened_at__gte=now - REACH, withdrawal=None).select_related("version")
    for fact in facts:
        for match in matching(fact.version.book, fact.event, fact.facts):
            named = fact.facts.get(match.who) if "." in match.who else fact.person_id
            for effect in match.effects:
                card = fact.facts.get(effect.detail.of) if effect.do == "own_cost" else None
                if card and named == person.pk and fact.person_id != person.pk:
                    yield card, match.clause, match.title


def _adjusted(person: Person, month: str, *, now: datetime) -> Iterator[StatementLine]:
    """What changed in closed months since they were settled: lines paid or no longer paid, cards that count or not."""
    past = {one for one in closed() if one < month and months.bounds(one)[0] >= now - REACH}
    lines = ExpenseLine.objects.filter(engineer=person, month__in=past, document__isnull=False, removed_at=None)
    yield from _line_changes(lines.select_related("document"))
    yield from _card_changes(person, past)


def _line_changes(lines: QuerySet[ExpenseLine]) -> Iterator[StatementLine]:
    rows = StatementLine.objects.filter(
        expense__in=lines.order_by(), kind__in=[K.EXPENSE, K.ADJUSTMENT], statement__closing__reopened_at=None
    )
    settled = dict(rows.order_by().values_list("expense").annotate(Sum("amount")))
    for paid in claims.payable(lines):
        rest = paid.amount - settled.get(paid.line.pk, NOTHING)
        if rest:
            yield StatementLine(
                kind=K.ADJUSTMENT, label=_("%(month)s：%(what)s") % {
                    "month": paid.line.month, "what": _told(paid.line)}, amount=rest, claimed=paid.line.amount,
                clause=paid.clause, reason=(_why(paid) or _("结账后改为照报"))[:400], expense=paid.line,
            )  # fmt: skip


def _card_changes(person: Person, past: Iterable[str]) -> Iterator[StatementLine]:
    changed = CreditLoss.objects.filter(
        card__engineer=person, card__settled__statement__closing__reopened_at=None,
        card__settled__statement__month__in=list(past), at__gt=F("card__settled__statement__closing__at"),
    )  # fmt: skip
    cards = ServiceCard.objects.filter(pk__in=changed.values("card")).select_related("ticket__version", "engineer")
    for card in cards.order_by("pk"):
        line = _card(card, credits(card))
        told = StatementLine.objects.filter(card=card, statement__closing__reopened_at=None).aggregate(
            workload=Sum("workload"), commission=Sum("commission")
        )
        line.workload -= told["workload"] or 0
        line.commission -= told["commission"] or 0
        if line.workload or line.commission:
            line.kind = K.ADJUSTMENT
            line.reason = line.reason or _("结账后恢复计入")
            yield line


def _settled(rows: QuerySet[StatementLine]) -> Decimal:
    """What standing statements hold of these lines."""
    total: Decimal | None = rows.filter(statement__closing__reopened_at=None).aggregate(sum=Sum("amount"))["sum"]
    return total or NOTHING
