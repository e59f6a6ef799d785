"""What the customer reads before he signs, besides what was typed: free or paid, the guarantee, what no one took."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fieldservice.guarantees import guarantee_of
from fieldservice.services.completeness import FORM, conduct_field
from rulebook import coverage
from rulebook.book import Book
from rulebook.checklists import lines_of
from rulebook.conditions import holds
from tickets.models import Ticket


@dataclass(frozen=True)
class Promise:
    """A sentence that holds if the rule `key` was kept; its sentence is the book's in the customer's language."""

    key: str
    text: str
    clause: str

    @property
    def field(self) -> str:
        """The box on the page that says so."""
        return conduct_field(self.key)


@dataclass(frozen=True)
class Terms:
    """Free or paid in a sentence with its clause, and the last day of the repair's guarantee with its own."""

    charge: str
    charge_clause: str
    guarantee_until: date | None
    guarantee_clause: str
    promises: list[Promise]


def terms_of(ticket: Ticket, *, completed_at: datetime) -> Terms:
    """In the language that is active."""
    book = ticket.version.book
    charge, clause = _charge(ticket, book)
    rule = coverage.guarantee(book)
    return Terms(charge, clause, guarantee_of(ticket, completed_at), rule.clause if rule else "", _promises(book))


def _charge(ticket: Ticket, book: Book) -> tuple[str, str]:
    if ticket.free is None:
        return _("保修尚未确定，由公司核定后通知您；请不要现场付款"), ""
    if ticket.free:
        return _("免费服务"), str(ticket.coverage.get("clause") or (book.warranty.clause if book.warranty else ""))
    facts = {"ticket.in_warranty": ticket.in_warranty, "ticket.free": ticket.free}
    found = next((charge for charge in book.charges.values() if holds(charge.when, facts)), None)
    if found is None:
        return _("有偿服务"), ""
    return _("有偿服务，由%(who)s收取") % {"who": "、".join(found.collect_by) or _("公司")}, found.clause


def _promises(book: Book) -> list[Promise]:
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [
        Promise(line.key, line.for_customer[language], line.clause)
        for line in lines_of(book, FORM)
        if line.for_customer
    ]
