"""export_statements: a closed month for the finance department, with a warning where deductions are high (X11)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import exports, journal
from core.errors import WrongState
from penalties.models import Statement
from penalties.months import closing_of
from penalties.pay_warnings import limits, pays, warnings_of

Row = Sequence[object]


@transaction.atomic
def export_statements(*, month: str, actor: Person, now: datetime) -> bytes:
    """One row per person, every sum in a column of its own, the warning last. Raises WrongState for an open month."""
    authorize(actor, "export_statements", now=now)
    closing = closing_of(month)
    if closing is None:
        raise WrongState(_("%(month)s 还没有结账，结账后才能导出") % {"month": month})
    rows = list(closing.statements.select_related("person").order_by("person__name", "pk"))
    known, paid = limits(), pays([row.person_id for row in rows], month)
    journal.record(actor, "export", actor=actor, now=now,
                   data={"what": "statements", "month": month, "people": len(rows)})  # fmt: skip
    told = [_row(row, "；".join(warnings_of(row, paid.get(row.person_id), known))) for row in rows]
    return exports.to_xlsx(_headers(), told, sheet=month)


def _headers() -> list[str]:
    return [
        _("月份"), _("工号"), _("姓名"), _("计工作量服务卡"), _("计提成服务卡"), _("得分"), _("工作量"), _("报销"),
        _("罚款"), _("挂账、损失和没收"), _("自负差旅"), _("以前月份调整"), _("应付"), _("提示"),
    ]  # fmt: skip


def _row(row: Statement, warning: str) -> Row:
    return [
        row.month, row.person.employee_no, row.person.name, row.cards, row.commission_cards,
        "" if row.score is None else row.score, row.workload, row.reimbursed, row.fines, row.debits, row.own_cost,
        row.adjusted, row.net, warning,
    ]  # fmt: skip
