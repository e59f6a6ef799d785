"""Rows of the console, each written once for everybody who looks at it in the same minute."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from core import clock

register = template.Library()
# Half a megabyte of the process; several screens of several desks.
KEPT = 1000
_written: dict[Any, str] = {}


@register.simple_tag(takes_context=True)
def queue_row(context: dict[str, Any], row: Any) -> str:
    """`row` (tickets.views.rows.QueueRow) as a line of the table.

    The console asks again every few seconds and mostly one row of fifty has changed, while writing them was most of
    the page's time. The key holds all that the template reads: it must grow with it.
    """
    selected = context["listing"].ticket == row.row.number
    key = (row.key, selected, get_language(), clock.local_day(clock.now()))
    found = _written.get(key)
    if found is None:
        if len(_written) >= KEPT:
            _written.clear()
        found = _written[key] = render_to_string("tickets/queue_row.html", {"row": row, "selected": selected})
    return found
