"""Saved views: the list behind the menu, saving the filters of the address, forgetting one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core.errors import ActError
from tickets import services
from tickets.selectors.views import saved_views
from tickets.views.listing import Listing


class ViewForm(forms.Form):
    """A name for what the address says."""

    name = forms.CharField(max_length=40, required=False)
    query = forms.CharField(max_length=500, required=False)


@page("tickets:views")
@require_safe
def views(request: SignedRequest) -> HttpResponse:
    """The person's views and the form that saves this one."""
    return render(request, "tickets/saved_views.html", _told(request, Listing.read(request.GET.dict())))


@page("tickets:save_view")
@require_POST
def save(request: SignedRequest) -> HttpResponseBase:
    """Keep the filters; only what a list understands is kept of the address."""
    form = ViewForm(request.POST)
    listing = Listing.read(QueryDict(request.POST.get("query", "")[:500]).dict())
    if not form.is_valid():
        messages.error(request, _("视图名称最多 40 个字"))
        return redirect(listing.url())
    try:
        services.save_view(name=form.cleaned_data["name"], query=listing.query(), actor=request.user, now=request.now)
    except ActError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("视图“%(name)s”已保存") % {"name": form.cleaned_data["name"]})
    return redirect(listing.url())


@page("tickets:drop_view")
@require_POST
def drop(request: SignedRequest, pk: int) -> HttpResponseBase:
    """Forget one of one's own views."""
    services.drop_view(pk=pk, actor=request.user)
    messages.success(request, _("视图已删除"))
    return redirect(Listing.read(QueryDict(request.POST.get("query", "")[:500]).dict()).url())


def _told(request: SignedRequest, listing: Listing) -> dict[str, Any]:
    return {"views": saved_views(request.user), "query": listing.query(), "listing": listing}
