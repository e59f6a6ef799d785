"""The overview of engineers as a workbook."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from accounts.permissions import authorize
from core import exports, journal


@transaction.atomic
def export_engineers(
    *, headers: Sequence[str], rows: Sequence[Sequence[Any]], title: str, given: dict[str, str], actor: Person,
    now: datetime,
) -> bytes:  # fmt: skip
    """The rows as they are shown, written down in the journal with what they were narrowed to."""
    authorize(actor, "export", now=now)
    told = {"what": "engineers", **given, "rows": len(rows)}
    journal.record(actor, "export", actor=actor, now=now, data=told)
    return exports.to_xlsx(headers, rows, sheet=title[:31])
