"""Reading what is asked for and signed: parts requests, fees and purchases."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.bands import crosses
from approvals.models import SignOff
from approvals.selectors import amounts_beside, roles_that_sign
from core.errors import NotFound
from core.subjects import Subject
from rulebook.models import RulebookVersion
from tickets.models import Ticket
from warranty.models import AnomalyReport, Claim, FeeApplication, Part, PartsRequest, Purchase, RequestLine

Paper = TypeVar("Paper", bound=PartsRequest | FeeApplication | Purchase)
SHOWN = ("ticket", "ticket__customer", "ticket__engineer", "author", "version")


class Signer(NamedTuple):
    """The role of the band, and whether the ticket's requests together cross into a higher one."""

    role: str
    crossed: bool


OF_REPORT: dict[type[Any], tuple[str, ...]] = {
    PartsRequest: ("report", "report__author", "loss_department"), Purchase: ("report", "report__author"),
}  # fmt: skip


def visible(model: type[Paper], number: str, person: Person, *, now: datetime) -> Paper:
    """The paper with this number; NotFound where there is none that `person` may see."""
    rows = model._default_manager.visible_to(person, now=now)
    found: Paper | None = _shown(model, rows).filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound(_("没有找到 %(number)s，或者您无权查看") % {"number": number})
    return found


def lines_of(request: PartsRequest) -> QuerySet[RequestLine]:
    """The lines of the revision that stands."""
    rows = RequestLine.objects.filter(request=request, revision=request.revision)
    return rows.select_related("part").order_by("part__code")


def lines_of_all(requests: list[PartsRequest]) -> dict[int, list[RequestLine]]:
    """The lines that stand, of each of these requests, in one statement."""
    found: dict[int, list[RequestLine]] = {request.pk: [] for request in requests}
    revision = {request.pk: request.revision for request in requests}
    rows = RequestLine.objects.filter(request__in=revision).select_related("part").order_by("part__code")
    for row in rows:
        if row.revision == revision[row.request_id]:
            found[row.request_id].append(row)
    return found


def papers_of(model: type[Paper], ticket: Ticket) -> list[Paper]:
    """The papers of one kind of a ticket, newest first."""
    return list(_shown(model, model._default_manager.filter(ticket=ticket)))


def papers_from(model: type[Paper], report: AnomalyReport) -> list[Paper]:
    """What was asked for on the ground of a report, newest first."""
    return list(_shown(model, model._default_manager.filter(report=report)))


def signer_of(
    ticket: Ticket, approval: str, version: RulebookVersion, amount: Decimal, *, paper: int = 0
) -> Signer:
    """Who would sign an amount for a ticket, beside what was asked for already; `paper` is the one that asks again."""
    about = Subject.of(ticket)
    row = SignOff(
        approval=approval, version=version, amount=amount, group_type=about.type, group_id=about.id,
        subject_type=PartsRequest._meta.label_lower, subject_id=paper,
    )  # fmt: skip
    crossed = crosses(version.book, approval, amount, amounts_beside(row))
    return Signer(roles_that_sign(row)[0], crossed)


def papers_by(model: type[Paper], author: Person) -> list[Paper]:
    """A person's own papers of one kind, newest first."""
    return list(_shown(model, model._default_manager.filter(author=author))[:100])


def _shown(model: type[Paper], rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """With what their pages name, newest first."""
    return rows.select_related(*SHOWN, *OF_REPORT.get(model, ())).order_by("-pk")


def parts_like(text: str, *, most: int = 12) -> list[Part]:
    """Parts of the catalogue whose code or name holds `text`."""
    wanted = text.strip()
    rows = Part.objects.filter(active=True)
    if wanted:
        rows = rows.filter(Q(code__icontains=wanted) | Q(name__icontains=wanted))
    return list(rows.order_by("code")[:most])


def may_read_fee(pk: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see the receipts of a fee."""
    found: bool = FeeApplication.objects.visible_to(person, now=now).filter(pk=pk).exists()
    return found


def may_read_purchase(pk: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see the receipts of a purchase."""
    found: bool = Purchase.objects.visible_to(person, now=now).filter(pk=pk).exists()
    return found


def parts_by_code(codes: Iterable[str]) -> list[Part]:
    """The parts of the catalogue with these numbers."""
    return list(Part.objects.filter(code__in=list(codes), active=True))


def claims_of(request: PartsRequest) -> list[Claim]:
    """The claims made of a request, newest first."""
    return list(Claim.objects.filter(request=request).select_related("loss_department").order_by("-pk"))


def claims_of_ticket(ticket: Ticket) -> list[Claim]:
    """The claims of a ticket, newest first."""
    return list(Claim.objects.filter(ticket=ticket).select_related("loss_department", "request").order_by("-pk"))
