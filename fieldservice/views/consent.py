"""Whether check-ins may keep where one is: given and taken back on the phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import page
from accounts.requests import SignedRequest
from accounts.services import consent_to_position


@page("fieldservice:consent")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: SignedRequest) -> HttpResponse:
    """What is kept, who sees it, and one button."""
    if request.method != "POST":
        return render(request, "fieldservice/consent.html", {"given_at": request.user.position_consent_at})
    given = request.POST.get("given") == "yes"
    consent_to_position(given=given, actor=request.user, now=request.now)
    messages.success(request, _("已同意，打卡时记录一次位置") if given else _("已撤回，打卡不再保存位置"))
    return redirect("fieldservice:consent")
