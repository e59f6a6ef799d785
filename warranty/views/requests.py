"""发件申请: priced lines of an accepted report, with the sum and its signer while they are chosen."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import authorize, page
from accounts.requests import SignedRequest
from core import files
from core.errors import ActError
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets.models import Ticket
from tickets.states import IN_HAND
from warranty import services
from warranty.models import Part, PartsRequest
from warranty.request_showing import Link, role_name, shown_report
from warranty.selectors import reports, requests
from warranty.services.lines import MOST, basis_of
from warranty.states import ReportState, RequestState
from warranty.views.asking import about, links_of, shell_of, signing_link

CHANGEABLE = (RequestState.CHECKED, RequestState.ASSIGNED, RequestState.APPROVED)


@page("warranty:request")
@require_safe
def request_(request: SignedRequest, number: str) -> HttpResponse:
    """One request: its lines, who judged and signed it, and the claims made of it."""
    found = requests.visible(PartsRequest, number, request.user, now=request.now)
    told = about(found, request)
    claims = requests.claims_of(found)
    changes = found.state in CHANGEABLE and not any(claim.state != "refused" for claim in claims)
    links = links_of(found, [("change_lines", False, False)] if changes else [], request)
    context = {**told, "links": [*signing_link(told["shown"], request), *links, *_issue(found, claims, request)],
               "asked": found, "claims": claims}  # fmt: skip
    return render(request, "warranty/request.html", context)


def _issue(found: PartsRequest, claims: list[Any], request: SignedRequest) -> list[Link]:
    living = any(claim.state != "refused" for claim in claims)
    wanted = found.state == RequestState.APPROVED and not living
    return links_of(found, [("issue_claim", True, True)] if wanted else [], request)


@page("warranty:request_parts")
@require_http_methods(["GET", "HEAD", "POST"])
def request_parts(request: SignedRequest, number: str) -> HttpResponse:
    """Choose parts for an accepted report; GET shows what is chosen so far, POST asks for it."""
    report = reports.visible_report(number, request.user, now=request.now)
    authorize(request.user, "request_parts", now=request.now)
    chosen = Chosen(request.POST or request.GET, report.ticket, now=request.now)
    context = {"one": shown_report(report), "photos": files.files_of(report), "title": _("申请配件"), "button": _("提交申请"),
               "back": report.get_absolute_url(), "clause": clause_of(chosen.version.book, "request_parts"),
               "open": report.state == ReportState.ACCEPTED and report.ticket.state in IN_HAND}  # fmt: skip
    if request.method != "POST":
        return _choose(request, chosen, context)
    try:
        made = services.request_parts(report=report, lines=chosen.lines(), actor=request.user, now=request.now)
    except ActError as error:
        return _choose(request, chosen, {**context, "problem": str(error)}, error.status)
    messages.success(request, _("已提交，等待服务主管判定损失责任部门"))
    return redirect(made.get_absolute_url())


@page("warranty:change_lines")
@require_http_methods(["GET", "HEAD", "POST"])
def change_lines(request: SignedRequest, number: str) -> HttpResponse:
    """The same for a request that stands: what is kept asks for its signatures anew."""
    asked = requests.visible(PartsRequest, number, request.user, now=request.now)
    authorize(request.user, "change_lines", now=request.now)
    given = request.POST or request.GET or _as_query(asked)
    chosen = Chosen(given, asked.ticket, now=request.now, paper=asked.pk)
    context = {"title": _("修改申请明细"), "button": _("保存并重新签批"), "asked": asked, "open": True,
               "back": asked.get_absolute_url(), "clause": clause_of(chosen.version.book, "change_lines")}  # fmt: skip
    if request.method != "POST":
        return _choose(request, chosen, context)
    try:
        services.change_lines(request=asked, lines=chosen.lines(), actor=request.user, now=request.now)
    except ActError as error:
        return _choose(request, chosen, {**context, "problem": str(error)}, error.status)
    messages.success(request, _("明细已修改，原判定和签批失效，等待重新判定"))
    return redirect(asked.get_absolute_url())


class Chosen:
    """The lines chosen so far, from the fields of the form: part=…&qty=…, and add=… or drop=… for one more or less."""

    def __init__(self, given: QueryDict, ticket: Ticket, *, now: datetime, paper: int = 0) -> None:
        self.ticket, self.paper, self.version = ticket, paper, in_force(now=now)
        self.search = given.get("q", "")[:60]
        pairs = dict(zip(given.getlist("part"), given.getlist("qty"), strict=False))
        if added := str(given.get("add") or ""):
            pairs.setdefault(added, "1")
        pairs.pop(str(given.get("drop") or ""), None)
        self.quantities: Mapping[str, str] = pairs

    def lines(self) -> list[dict[str, Any]]:
        """As the act takes them; what is no whole number is refused there."""
        return [{"part": code, "qty": int(text) if text.isascii() and text.isdigit() else text}
                for code, text in self.quantities.items()]  # fmt: skip

    def rows(self) -> list[tuple[Part, str, Decimal | None, Decimal | None]]:
        """(part, quantity as typed, price, amount); None where there is no price or no number."""
        known = {part.code: part for part in requests.parts_by_code(self.quantities)}
        basis = basis_of(self.version.book)
        rows = []
        for code, text in self.quantities.items():
            if code in known:
                price = getattr(known[code], basis)
                count = int(text) if text.isascii() and text.isdigit() and int(text) <= MOST else None
                rows.append((known[code], text, price, price * count if price is not None and count else None))
        return rows

    def context(self) -> dict[str, Any]:
        rows = self.rows()
        total = sum((amount for *_rest, amount in rows if amount is not None), Decimal(0))
        entry = self.version.book.approvals.get(PartsRequest.APPROVAL)
        signer = None
        if rows and entry:
            signer = requests.signer_of(self.ticket, PartsRequest.APPROVAL, self.version, total, paper=self.paper)
        return {
            "rows": rows, "total": total, "signer": role_name(signer.role) if signer else "",
            "first": role_name(entry.first.by) if entry and entry.first else "",
            "crossed": bool(signer and signer.crossed), "search": self.search,
            "found": requests.parts_like(self.search), "taken": [part for part, *_rest in rows],
        }  # fmt: skip


def _as_query(asked: PartsRequest) -> QueryDict:
    given = QueryDict(mutable=True)
    for line in requests.lines_of(asked):
        given.appendlist("part", line.part.code)
        given.appendlist("qty", str(line.quantity))
    return given


def _choose(
    request: SignedRequest, chosen: Chosen, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    told = {**context, **chosen.context(), "ticket": chosen.ticket, "shell": shell_of(request), "here": request.path}
    partial = request.headers.get("HX-Request") == "true" and status == HTTPStatus.OK
    template = "warranty/request_lines.html" if partial else "warranty/request_form.html"
    return render(request, template, told, status=status)
