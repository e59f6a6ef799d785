"""The app on the phone: what installs it, what keeps it readable without network, and its list of unsent acts."""

import json
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from accounts.selectors import company
from fieldservice import shell
from tickets import selectors as tickets

SCOPE = "/m/"


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks before it puts the app on its first screen."""
    firm = company()
    told = {
        "id": SCOPE, "start_url": SCOPE, "scope": SCOPE, "display": "standalone", "lang": "zh-Hans",
        "name": _("%(name)s 售后服务") % {"name": firm.name} if firm else _("售后服务"), "short_name": _("售后服务"),
        "background_color": "#f6f7f9", "theme_color": "#ffffff",
        "icons": [
            {"src": static(f"dist/icons/{name}.png"), "sizes": f"{edge}x{edge}", "type": "image/png", "purpose": use}
            for name, edge, use in shell.ICONS
        ],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the app while there is no network, with the list of what belongs to this build."""
    listed = {"shell": shell.assets(), "offline": reverse("fieldservice:offline"), "scope": SCOPE}
    text = f"self.APP={json.dumps(listed)};\n{shell.worker_script()}"
    return HttpResponse(text, content_type="text/javascript", headers={"Service-Worker-Allowed": SCOPE})


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown in place of a page that the phone does not hold."""
    return render(request, "fieldservice/offline.html")


@page("fieldservice:hello")
@require_safe
@never_cache
def hello(request: SignedRequest) -> HttpResponse:
    """Whether the network is there, who is signed in, and the token that goes with what he sends."""
    return JsonResponse({"person": request.user.pk, "token": get_token(request), "now": request.now.isoformat()})


@page("fieldservice:keep")
@require_safe
@never_cache
def keep(request: SignedRequest) -> HttpResponse:
    """The addresses that the phone keeps readable: today's pages, and of each open job its pages and forms."""
    jobs = tickets.my_jobs(request.user, now=request.now)
    numbers = [job.ticket.number for job in jobs]
    return JsonResponse({"person": request.user.pk, "urls": shell.kept(request.user, numbers, now=request.now)})


@page("fieldservice:outbox")
@require_safe
def outbox(request: SignedRequest) -> HttpResponse:
    """The acts on this phone and what became of them; the list itself is the phone's."""
    return render(request, "fieldservice/outbox.html", status=HTTPStatus.OK)


@page("fieldservice:me")
@require_safe
def me(request: SignedRequest) -> HttpResponse:
    """My account: everything about me that is not a job."""
    return render(request, "fieldservice/me.html", {"doors": shell.doors(request.user, now=request.now)})
