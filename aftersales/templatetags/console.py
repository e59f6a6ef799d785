"""The way from the business pages to the admin, with what waits there for the reader."""

from typing import Any

from django import template

from accounts.permissions import may_open
from aftersales.unfold import waiting
from core import clock

register = template.Library()


@register.inclusion_tag("components/console_nav.html", takes_context=True)
def console_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing at all for whom the admin has no page."""
    request = context["request"]
    if not may_open(request.user, "admin:index", now=clock.now()):
        return {"enters": False}
    return {"enters": True, "items": waiting(request)}
