"""What the pages of reports, requests, fees and purchases share: the shell, the links, the act on one paper."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts import acts
from accounts.permissions import authorize, may, may_open
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from approvals.selectors import of_subject, of_subjects
from approvals.services.turns import INBOX
from core import files
from core.acting import ActPage
from core.forms import ActForm
from rulebook.acts import clause_of
from tickets import selectors as tickets
from warranty import services
from warranty.models import AnomalyReport, FeeApplication, PartsRequest, Purchase
from warranty.request_showing import Link, ShownPaper, shown_paper
from warranty.selectors import reports, requests


def shell_of(request: SignedRequest) -> str:
    """Engineers read on the phone."""
    return "m_base.html" if works_on_phone(request.user, now=request.now) else "base.html"


def ticket_url(request: SignedRequest, paper: Any) -> str:
    """Where the reader works on the paper's ticket; the list of his own papers where that is out of his sight."""
    if works_on_phone(request.user, now=request.now):
        return reverse("fieldservice:job", args=[paper.ticket.number])
    if tickets.may_read_file(paper.ticket_id, person=request.user, now=request.now):
        return reverse("tickets:ticket", args=[paper.ticket.number])
    return reverse("warranty:purchase_reports")


def links_of(paper: Any, wanted: Iterable[tuple[str, bool, bool]], request: SignedRequest) -> list[Link]:
    """Links to those acts on the paper that the reader's roles have: (act, primary, in a dialog)."""
    return [
        Link(acts.label(act), reverse(f"warranty:{act}", args=[paper.number]), primary, dialog)
        for act, primary, dialog in wanted
        if may(request.user, act, now=request.now) and may_open(request.user, f"warranty:{act}", now=request.now)
    ]


def signing_link(shown: ShownPaper, request: SignedRequest) -> list[Link]:
    """The way to the signature, for whose turn it is."""
    row = shown.sign_off
    if row is None or not row.next_role or not may_open(request.user, "admin:index", now=request.now):
        return []
    act = "judge" if row.state == "judging" else "approve"
    return [Link(acts.label(act), f"{INBOX}{row.pk}/", True)] if may(request.user, act, now=request.now) else []


def about(paper: Any, request: SignedRequest) -> dict[str, Any]:
    """What the page of a paper tells, whoever reads it."""
    signed = list(of_subject(paper))
    lines = list(requests.lines_of(paper)) if isinstance(paper, PartsRequest) else []
    return {
        "shown": shown_paper(paper, signed[0] if signed else None, lines=lines), "shell": shell_of(request),
        "phone": works_on_phone(request.user, now=request.now), "back": ticket_url(request, paper),
        "ticket": paper.ticket, "files": files.files_of(paper),
        "earlier": [shown_paper(paper, row) for row in signed[1:]],
    }  # fmt: skip


def shown_papers(papers: list[Any]) -> list[ShownPaper]:
    """Papers of one kind with their newest sign-offs, in two statements."""
    if not papers:
        return []
    signed = of_subjects(papers[0]._meta.label_lower, [paper.pk for paper in papers])
    lines = requests.lines_of_all(papers) if isinstance(papers[0], PartsRequest) else {}
    return [shown_paper(paper, signed.get(paper.pk), lines=lines.get(paper.pk, [])) for paper in papers]


class PaperAct(ActPage):
    """An act on the paper in the address; one out of sight answers 404, whatever the act."""

    model: ClassVar[Any] = AnomalyReport
    noun: ClassVar[str] = "report"
    act: ClassVar[str] = ""
    template = "warranty/request_act.html"
    request: SignedRequest
    paper: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.paper = self.found(kwargs["number"])
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def found(self, number: str) -> Any:
        if self.model is AnomalyReport:
            return reports.visible_report(number, self.request.user, now=self.now)
        return requests.visible(self.model, number, self.request.user, now=self.now)

    def perform(self, form: ActForm) -> None:
        given = {self.noun: self.paper, "actor": self.request.user, "now": self.now}
        getattr(services, self.act)(**given, **self.arguments(form))

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return form.cleaned_data

    def done_url(self) -> str:
        return str(self.paper.get_absolute_url())

    def context(self) -> dict[str, Any]:
        book = self.paper.version.book
        return {"paper": self.paper, "shell": shell_of(self.request), "clause": clause_of(book, self.act)}


class OnFee(PaperAct):
    model, noun = FeeApplication, "fee"


class OnPurchase(PaperAct):
    model, noun = Purchase, "purchase"


