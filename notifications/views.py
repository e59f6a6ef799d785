"""The inbox."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import page
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from core.middleware import keyless
from notifications import selectors, services


@page("notifications:inbox")
@require_GET
def inbox(request: SignedRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    shown = selectors.inbox(request.user, before=int(before) if before.isdecimal() else None)
    phone = works_on_phone(request.user, now=request.now)
    shell = "m_base.html" if phone else "base.html"
    return render(request, "notifications/inbox.html", {"page": shown, "first": not before, "shell": shell})


@keyless
@page("notifications:read")
@require_POST
def read(request: SignedRequest, notice_id: int) -> HttpResponse:
    """Mark as read and go on to what the notice is about."""
    notice = services.mark_read(notice_id=notice_id, actor=request.user, now=request.now)
    url = notice.url or selectors.address_of(notice)
    target = url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""
    return redirect(target or "notifications:inbox")


@keyless
@page("notifications:read_all")
@require_POST
def read_all(request: SignedRequest) -> HttpResponse:
    services.mark_all_read(actor=request.user, now=request.now)
    return redirect("notifications:inbox")
