"""Reading cards: what one counts for, which wait for the clerk, and what the engineer has in hand."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from fieldservice.models import CreditLoss, ServiceCard
from fieldservice.states import NO_WORK, STANDING, CardState, CreditKind
from rulebook.acts import clause_of
from rulebook.book import Book
from rulebook.consequences import clause_against
from tickets.models import Ticket
from tickets.selectors import first_arrival, instructed_before, resolved_remotely
from tickets.states import TicketState
from warranty.selectors.reports import reported_unreached

# From then on the customer has signed something in the cycle.
SIGNED_FOR = (TicketState.COMPLETED, TicketState.FOLLOW_UP, TicketState.CLOSED, TicketState.CLOSED_UNREACHABLE)


class Credit(NamedTuple):
    """Whether a card counts for one thing, and if not by which clause and why."""

    counts: bool
    clause: str = ""
    reason: str = ""


def credits_of(cards: Sequence[ServiceCard]) -> Iterator[tuple[ServiceCard, dict[str, Credit]]]:
    """The credits of many cards; what was taken of them is asked for once."""
    taken: dict[int, list[CreditLoss]] = {}
    for loss in CreditLoss.objects.filter(card__in=cards, reverses=None, reversals=None).order_by("-pk"):
        taken.setdefault(loss.card_id, []).append(loss)
    for card in cards:
        yield card, credits(card, taken.get(card.pk, []) if card.revision == 1 else None)


def credits(card: ServiceCard, taken: Sequence[CreditLoss] | None = None) -> dict[str, Credit]:
    """Workload, commission and travel of a card as they stand now: received, covered or instructed, not taken away.

    `taken` is what was taken of it and not given back, newest first, where the caller knows it.
    """
    book = card.ticket.version.book
    missing = _not_received(card, book)
    if missing:
        return dict.fromkeys(CreditKind.values, missing)
    found = dict.fromkeys(CreditKind.values, Credit(True))
    found[CreditKind.WORKLOAD] = _covered(card, book) or Credit(True)
    if card.state == CardState.VOID:
        # 9.4b takes workload and commission; the travel stands in the claim, which has a limit of its own.
        late = Credit(False, clause_against(book, "month.document_late"), _("逾期作废"))
        found |= {CreditKind.WORKLOAD: late, CreditKind.COMMISSION: late}
    for loss in _losses(card) if taken is None else taken:
        found[loss.credit] = Credit(False, loss.clause, loss.reason)
    return found


def _losses(card: ServiceCard) -> QuerySet[CreditLoss]:
    """What was taken and not given back, newest first; also from the revisions before an amendment."""
    mine = Q(card=card)
    if card.revision > 1:
        before = {"card__state": CardState.SUPERSEDED, "card__revision__lt": card.revision}
        mine |= Q(card__ticket=card.ticket_id, card__cycle=card.cycle, **before)
    return CreditLoss.objects.filter(mine, reverses=None, reversals=None).order_by("-pk")


def first_of(card: ServiceCard) -> ServiceCard:
    """The first revision of a card: itself, unless it was amended."""
    while card.amends is not None:
        card = card.amends
    return card


def _not_received(card: ServiceCard, book: Book) -> Credit | None:
    if card.state == CardState.SUPERSEDED:
        return Credit(False, clause_of(book, "amend_card"), _("已被新版服务卡取代"))
    if card.state not in (CardState.RECEIVED, CardState.VOID):
        return Credit(False, clause_against(book, "card.missing"), _("部门尚未收到服务卡"))
    return None


def _covered(card: ServiceCard, book: Book) -> Credit | None:
    """Out of warranty a card counts only with an instruction that came before the service, where the book says so."""
    clause = clause_against(book, "card.uninstructed")
    if not clause:
        return None
    if card.ticket.free is None:
        return Credit(False, card.ticket.coverage.get("clause", ""), _("保修尚未确定，待登记起算日期"))
    if card.ticket.free or instructed_before(card.ticket, service_began(card)):
        return None
    return Credit(False, clause, _("保修期外服务，事前没有部门批示"))


def service_began(card: ServiceCard) -> datetime:
    """The first arrival of the card's cycle; without one the completion."""
    arrival = first_arrival(card.ticket, cycle=card.cycle)
    return arrival.received_at if arrival else card.done_at


def not_reached_before(ticket: Ticket, *, cycle: int) -> bool:
    """9.3f: whether the department first heard of the cycle from somebody who had not reached the site."""
    return resolved_remotely(ticket, cycle=cycle) or reported_unreached(ticket, cycle=cycle)


def card_of(ticket: Ticket) -> ServiceCard | None:
    """The card of this cycle that stands: the signed one also while it is being amended; else the draft."""
    rows = list(cards_of(ticket).filter(cycle=ticket.cycle, state__in=[CardState.DRAFT, *STANDING]))
    return next((card for card in rows if card.state != CardState.DRAFT), rows[0] if rows else None)


def draft_card_of(ticket: Ticket) -> ServiceCard | None:
    """What the engineer of this cycle is writing: the card, or its next revision."""
    rows = ServiceCard.objects.filter(ticket=ticket, cycle=ticket.cycle, state=CardState.DRAFT)
    return rows.select_related("amends").first()


def cards_of(ticket: Ticket) -> QuerySet[ServiceCard]:
    """Every card of a ticket, newest first."""
    rows = ServiceCard.objects.filter(ticket=ticket).select_related("engineer", "signature", "stamp")
    return rows.defer("strokes").order_by("-cycle", "-pk")


def card_by_number(number: str) -> ServiceCard | None:
    return ServiceCard.objects.select_related("ticket", "engineer").filter(number=number).first()


def visible_card(number: str, person: Person, *, now: datetime) -> ServiceCard | None:
    """A sealed card that `person` may see, with all that a print needs."""
    return _sealed(ServiceCard.objects.visible_to(person, now=now)).filter(number=number.strip().upper()).first()


def card_of_customer(ticket: Ticket, number: str) -> ServiceCard | None:
    """A sealed card of the ticket that a customer follows."""
    return _sealed(ServiceCard.objects.filter(ticket=ticket)).filter(number=number.strip().upper()).first()


def cards_for_customer(ticket: Ticket) -> QuerySet[ServiceCard]:
    """What a customer has signed, the newest cycle first; superseded revisions are out of his sight."""
    if ticket.cycle == 1 and ticket.state not in SIGNED_FOR:
        return ServiceCard.objects.none()
    rows = ServiceCard.objects.filter(ticket=ticket).exclude(state__in=NO_WORK)
    return rows.defer("strokes").order_by("-cycle", "-pk")


def newer_of(card: ServiceCard) -> ServiceCard | None:
    """The revision that stands now for a superseded card."""
    rows = ServiceCard.objects.filter(ticket=card.ticket_id, cycle=card.cycle, revision__gt=card.revision)
    return rows.exclude(state=CardState.DRAFT).order_by("-revision").first()


def _sealed(rows: QuerySet[ServiceCard]) -> QuerySet[ServiceCard]:
    rows = rows.exclude(state=CardState.DRAFT)
    return rows.select_related("ticket__version", "ticket__machine__customer", "engineer", "signature", "stamp")


def to_receive() -> QuerySet[ServiceCard]:
    """Signed cards that the clerk has not received yet, oldest first."""
    rows = ServiceCard.objects.filter(state=CardState.SIGNED)
    return rows.select_related("ticket", "ticket__customer", "engineer").order_by("signed_at")


def cards_by(engineer: Person) -> QuerySet[ServiceCard]:
    """What an engineer has signed, newest first."""
    rows = ServiceCard.objects.filter(engineer=engineer).exclude(state__in=NO_WORK)
    return rows.select_related("ticket", "ticket__customer").order_by("-signed_at")


def may_amend(card: ServiceCard, person: Person) -> bool:
    """Whether the engineer may begin a revision, as amend_card will judge it; or go on with the one that he began."""
    ticket = card.ticket
    open_for_it = ticket.cycle == card.cycle and ticket.state in (TicketState.COMPLETED, TicketState.FOLLOW_UP)
    return card.state in STANDING and open_for_it and ticket.engineer_id == person.pk


def may_read_file(card_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see the signature and photos of a card."""
    return ServiceCard.objects.visible_to(person, now=now).filter(pk=card_id).exists()

