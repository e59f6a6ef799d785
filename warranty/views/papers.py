"""Papers to print, and the page behind their QR code that says whether a print still is what the product holds."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import papers
from core.errors import ActError
from warranty.papers import claim_paper, fee_paper, pictures_of, report_paper, shipping_paper
from warranty.papers.checking import KINDS, hash_now
from warranty.selectors.papers import find_paper


@page("warranty:claim_pdf")
@require_safe
def claim_pdf(request: SignedRequest, number: str) -> HttpResponse:
    return _printed(request, "claim", number, "claim", claim_paper)


@page("warranty:shipping_pdf")
@require_safe
def shipping_pdf(request: SignedRequest, number: str) -> HttpResponse:
    """By the number of the claim, which is what its page knows."""
    return _printed(request, "claim", number, "shipping_notice", shipping_paper)


@page("warranty:fee_pdf")
@require_safe
def fee_pdf(request: SignedRequest, number: str) -> HttpResponse:
    return _printed(request, "fee", number, "fee_application", fee_paper)


@page("warranty:report_pdf")
@require_safe
def report_pdf(request: SignedRequest, number: str) -> HttpResponse:
    """With its photos; a draft is no paper yet."""
    report = _found(request, "report", number)
    if report.submitted_at is None:
        raise Http404
    pictures = {name: stored.file.read() for name, stored in pictures_of(report).items()}
    return _pdf(report.number, papers.pdf("anomaly_report", report_paper(report, now=request.now), pictures))


@page("warranty:check_paper")
@require_safe
def check_paper(request: SignedRequest, kind: str, number: str, digest: str) -> HttpResponse:
    """Whether the print with this hash still is what the product holds."""
    if kind not in KINDS:
        raise Http404
    paper = _found(request, kind, number)
    context = {"paper": paper, "kind": KINDS[kind], "same": hash_now(kind, paper) == digest,
               "printed": papers.short(digest)}  # fmt: skip
    return render(request, "warranty/check_paper.html", context)


def _printed(
    request: SignedRequest, kind: str, number: str, layout: str, told: Callable[..., Mapping[str, Any]]
) -> HttpResponse:
    paper = _found(request, kind, number)
    try:
        data = told(paper, now=request.now)
    except ActError as error:
        raise Http404(str(error)) from error
    return _pdf(str(data["number"]), papers.pdf(layout, data))


def _found(request: SignedRequest, kind: str, number: str) -> Any:
    paper = find_paper(kind, number, person=request.user, now=request.now)
    if paper is None:
        raise Http404
    return paper


def _pdf(number: str, content: bytes) -> HttpResponse:
    # Shown in the browser's own viewer; nothing of it may be kept by a proxy.
    headers = {"Content-Disposition": f'inline; filename="{number}.pdf"', "Cache-Control": "private, no-store",
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return HttpResponse(content, content_type="application/pdf", headers=headers)

