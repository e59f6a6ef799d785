"""What a person sees who typed a wrong password too often."""

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
