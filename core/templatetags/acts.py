"""The key of a form: see core.idempotency."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.idempotency import FIELD, fresh_key

register = template.Library()


@register.simple_tag
def act_key() -> SafeString:
    """A hidden field with a key that is new for every rendering."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, fresh_key())
