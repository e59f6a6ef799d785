"""Hand out a table of figures: an act, told in the journal before a byte leaves."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from accounts.permissions import authorize
from core import exports, journal
from figures.cells import Table
from figures.period import Period


@transaction.atomic
def export_figures(*, table: Table, period: Period, actor: Person, now: datetime) -> bytes:
    """Every row and sum of `table` as a workbook; amounts, shares in per cent and hours are numbers."""
    authorize(actor, "export", now=now)
    told = {"what": f"figures.{table.slug}", **period.given(), "rows": len(table.rows)}
    journal.record(actor, "export", actor=actor, now=now, data=told)
    return exports.to_xlsx(table.headers, table.lines(), sheet=str(table.title)[:31])
