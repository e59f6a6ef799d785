"""One engineer's month in a row of the work list: documents, cards, claim, visits, score, and what is left to do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Person
from fieldservice import months
from fieldservice.models import CreditLoss, ExpenseLine, LineLoss, MonthDocument, MonthScore, ServiceCard
from fieldservice.states import CardState, CreditKind, DocumentKind, DocumentState
from judgement.models import Proposal
from judgement.states import ProposalState
from penalties.models import Statement
from rulebook.consequences import clause_against
from rulebook.selectors import timeline
from tickets.models import Arrival, Instruction

NOTHING = Decimal("0.00")
SEALED = (CardState.SIGNED, CardState.RECEIVED, CardState.VOID)
Numbers = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Cell:
    """One document of one engineer."""

    kind: str
    state: str
    document: MonthDocument | None = None
    late: bool = False

    @property
    def kind_label(self) -> str:
        return str(DocumentKind(self.kind).label)

    @property
    def tone(self) -> str:
        if self.state == DocumentState.RECEIVED:
            return "ok"
        return "late" if self.late or self.state == DocumentState.VOID else "mute"

    @property
    def label(self) -> str:
        """已收到, 作废, 逾期未交, 未交."""
        if self.document is not None:
            return str(DocumentState(self.state).label)
        return _("逾期未交") if self.late else _("未交")


@dataclass(frozen=True)
class Row:
    person: Person
    cells: Sequence[Cell]
    cards: int = 0
    to_compare: int = 0
    claimed: Decimal = NOTHING
    lines: int = 0
    open_penalties: int = 0
    score: Decimal | None = None
    statement: Statement | None = None
    # Visits that fell due in the month, and whose sheet is not in (9.4h).
    sheets_due: int = 0
    sheets_missing: int = 0
    # Claim lines not borne out by a daily report (9.4d), and cards that count in no workload.
    lines_refused: int = 0
    cards_lost: int = 0

    @property
    def todo(self) -> list[str]:
        """What the office still has to do about this month of his; nothing once it is closed."""
        if self.statement is not None:
            return []
        summary = next((cell.document for cell in self.cells if cell.kind == DocumentKind.WORK_SUMMARY), None)
        unread = summary is not None and summary.state == DocumentState.RECEIVED and summary.careless is None
        told = [
            (self.to_compare > 0, _("核对服务卡 %d 张") % self.to_compare), (unread, _("评定工作总结")),
            (self.score is None, _("部门打分")),
        ]  # fmt: skip
        return [words for is_open, words in told if is_open]

    @property
    def unread(self) -> bool:
        """His statement is there, and he has not confirmed it."""
        return self.statement is not None and not hasattr(self.statement, "receipt")

    @property
    def state(self) -> str:
        """missing where a document is not in, else void where one does not count, else complete."""
        found = {cell.state for cell in self.cells}
        return "missing" if "missing" in found else "void" if "void" in found else "complete"


def rows_of(people: Sequence[Person], month: str, *, now: datetime) -> list[Row]:
    """The rows of these people, in their order; a fixed number of statements."""
    documents: dict[tuple[int, str], MonthDocument] = {
        (row.engineer_id, row.kind): row for row in MonthDocument.objects.filter(month=month)
    }
    late = {
        (row.subject_id, row.facts["document.kind"])
        for row in months.limits([person.pk for person in people], [month]) if row.due_at < now
    }  # fmt: skip
    numbers, scores, statements = _numbers(month), _scores(month), _statements(month)
    return [
        Row(
            person,
            [_cell(kind, documents.get((person.pk, kind)), (person.pk, kind) in late) for kind in DocumentKind.values],
            score=scores.get(person.pk), statement=statements.get(person.pk),
            **{name: found.get(person.pk, NOTHING if name == "claimed" else 0) for name, found in numbers.items()},
        )
        for person in people
    ]  # fmt: skip


def _numbers(month: str) -> dict[str, Mapping[int, Any]]:
    """By the row's field what each person has of it."""
    begin, end = months.bounds(month)
    signed = ServiceCard.objects.filter(signed_at__gte=begin, signed_at__lt=end, state__in=SEALED)
    cards = signed.order_by().values_list("engineer").annotate(
        count=Count("pk"), waits=Count("pk", filter=Q(state=CardState.RECEIVED, consistent=None)))  # fmt: skip
    lines = ExpenseLine.objects.filter(month=month, removed_at=None, document__isnull=False)
    claims = lines.order_by().values_list("engineer").annotate(sum=Sum("amount"), count=Count("pk"))
    waiting = Proposal.objects.filter(month=month, state=ProposalState.PROPOSED)
    refused = LineLoss.objects.filter(
        line__month=month, line__removed_at=None, reverses=None, reversals=None, proposal=None, percent=0
    )
    all_cards, all_claims = list(cards), list(claims)
    return {
        "cards": {pk: count for pk, count, _waits in all_cards},
        "to_compare": {pk: waits for pk, _count, waits in all_cards},
        "claimed": {pk: amount for pk, amount, _count in all_claims},
        "lines": {pk: count for pk, _amount, count in all_claims},
        "open_penalties": _counted(waiting, "charged_to", "pk"),
        "cards_lost": _counted(_lost(signed), "engineer", "pk"),
        "lines_refused": _counted(refused, "line__engineer", "line"),
        "sheets_due": Counter(row.person_id or 0 for row in months.owed_sheets(month)),
        "sheets_missing": {pk: len(rows) for pk, rows in months.missing_sheets(month).items()},
    }


def _lost(signed: QuerySet[ServiceCard]) -> QuerySet[ServiceCard]:
    """The cards that count in no workload: void, taken away, or not free and without an instruction before (9.4e)."""
    taken = CreditLoss.objects.filter(card=OuterRef("pk"), credit=CreditKind.WORKLOAD, reverses=None, reversals=None)
    reached = Arrival.objects.filter(ticket=OuterRef("ticket"), cycle=OuterRef("cycle"), first=True)
    began = Coalesce(Subquery(reached.values("received_at")[:1]), F("completed_at"))
    ordered = Instruction.objects.filter(ticket=OuterRef("ticket"), at__lte=OuterRef("began"))
    rows = signed.annotate(began=began).annotate(taken=Exists(taken), ordered=Exists(ordered))
    without = Q(state=CardState.VOID) | Q(taken=True)
    # By the book of the ticket (0.8); what nobody could tell to be free yet counts no more than what is not.
    asking = [one.pk for one in timeline().versions if clause_against(one.book, "card.uninstructed")]
    without |= Q(ticket__version__in=asking) & ~Q(ticket__free=True) & ~Q(ticket__free=False, ordered=True)
    return rows.exclude(state=CardState.SIGNED).filter(without)


def _counted(rows: Any, person: str, what: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(person).annotate(count=Count(what, distinct=True)))


def _scores(month: str) -> dict[int, Decimal]:
    newest = MonthScore.objects.filter(month=month).order_by().values("engineer").annotate(last=Max("pk"))
    return {row.engineer_id: row.score for row in MonthScore.objects.filter(pk__in=newest.values("last"))}


def _statements(month: str) -> dict[int, Statement]:
    rows = Statement.objects.filter(month=month, closing__reopened_at=None).select_related("receipt")
    return {row.person_id: row for row in rows}


def _cell(kind: str, document: MonthDocument | None, late: bool) -> Cell:
    return Cell(kind, str(document.state), document, late) if document else Cell(kind, "missing", None, late)
