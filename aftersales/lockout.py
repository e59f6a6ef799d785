"""What a person sees who typed a wrong password too often, and whose address that counts for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import select_template
from django.utils.translation import gettext as _


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    message = _("密码输错次数过多，请 %(minutes)s 分钟后再试，或请管理员重置密码。") % {"minutes": minutes}
    page = select_template(["errors/429.html", "errors/plain.html"])
    return HttpResponse(page.render({"message": message}, request), status=429)


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost trusted proxy saw; without proxies, the peer's. A client cannot choose it."""
    if settings.TRUSTED_PROXIES:
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if len(seen) >= settings.TRUSTED_PROXIES:
            return seen[-settings.TRUSTED_PROXIES].strip() or None
    return request.META.get("REMOTE_ADDR")
