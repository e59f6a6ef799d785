"""Hand out the month's account as a table: an act, told in the journal before a byte leaves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import exports, journal
from penalties.models import LedgerEntry
from penalties.selectors import PersonMonth
from penalties.states import EntryKind

Row = Sequence[object]


@transaction.atomic
def export_month(
    *, month: str, totals: Sequence[PersonMonth], entries: Sequence[LedgerEntry], actor: Person, now: datetime
) -> bytes:
    """The totals per person and below them every entry they add up to, as a workbook."""
    authorize(actor, "export", now=now)
    told = {"what": "ledger", "month": month, "people": len(totals), "entries": len(entries)}
    journal.record(actor, "export", actor=actor, now=now, data=told)
    kinds = list(EntryKind)
    headers = [
        _("月份"),
        _("工号"),
        _("姓名"),
        *(str(kind.label) for kind in kinds),
        _("合计"),
        _("条款"),
        _("入账时间"),
    ]
    sums: list[Row] = [
        [month, row.person.employee_no, row.person.name, *(row.sums.get(kind, 0) for kind in kinds), row.total, "", ""]
        for row in totals
    ]
    return exports.to_xlsx(headers, [*sums, *(_line(entry, kinds) for entry in entries)], sheet=month)


def _line(entry: LedgerEntry, kinds: Sequence[EntryKind]) -> Row:
    """One entry; its amount stands under its own kind, and its total stays empty so that nothing is counted twice."""
    amounts = [entry.amount if entry.kind == kind else "" for kind in kinds]
    return [entry.month, entry.person.employee_no, entry.person.name, *amounts, "", entry.clause, entry.at]
