"""Rows of the console, each written once for everybody who looks at it in the same minute."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import clock

register = template.Library()
# Some megabytes of the process; several screens of several desks.
KEPT = 2000
_written: dict[Hashable, SafeString] = {}


@register.simple_tag(takes_context=True)
def queue_rows(context: dict[str, Any], rows: Iterable[Any]) -> str:
    """`rows` (tickets.views.rows.QueueRow) as lines of the table.

    The console asks again every few seconds and mostly one row of fifty has changed, while writing them was most of
    the page's time. What a key holds is all that its template reads: it must grow with it.
    """
    language, day, chosen = get_language(), clock.local_day(clock.now()), context["listing"].ticket
    return format_html_join("", "{}", [(_row(row, row.row.number == chosen, (language, day)),) for row in rows])


def _row(row: Any, selected: bool, seen: tuple[Any, ...]) -> SafeString:
    facts = row.facts

    def write() -> SafeString:
        cells = _kept(("cells", facts, seen[0]), lambda: render_to_string("tickets/queue_cells.html", {"row": row}))
        return render_to_string("tickets/queue_row.html", {"row": row, "selected": selected, "cells": cells})

    return _kept((facts, row.running, selected, seen), write)


def _kept(key: Hashable, write: Callable[[], SafeString]) -> SafeString:
    found = _written.get(key)
    if found is None:
        if len(_written) >= KEPT:
            _written.clear()
        found = _written[key] = write()
    return found
