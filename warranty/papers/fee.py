"""售后服务人员现场服务费申请表 (6.8)."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.models import SignOff
from approvals.selectors import current
from rulebook.book import digest_of
from warranty import contents
from warranty.models import FeeApplication
from warranty.papers.parts import Data, box, column, decided, fact, head, money, name_of, stamp


def fee_paper(fee: FeeApplication, *, now: datetime) -> Data:
    """What the money is for, what the supervisor found, and who signed the amount."""
    sign_off, ticket = current(fee), fee.ticket
    title, digest = _("售后服务人员现场服务费申请表"), digest_of_fee(fee, sign_off)
    return {
        **head(title, fee.number, "fee", digest, state=fee.get_state_display(), now=now),
        "facts": [
            fact(_("工单"), ticket.number), fact(_("出厂编号"), ticket.serial),
            fact(_("客户"), ticket.customer_name, wide=True), fact(_("申请人"), name_of(fee.author)),
            fact(_("申请时间"), stamp(fee.submitted_at)), fact(_("责任归属"), fee.responsibility),
            fact(_("费用合理"), _yes_or_no(fee.reasonable)),
            fact(_("实际金额（元）"), money(fee.actual)),
        ],
        "columns": [column(_("费用项目")), column(_("金额（元）"), 36, right=True)],
        "rows": [[item["what"], item["amount"]] for item in fee.items] or [[fee.reason, money(fee.amount)]],
        "sum": {"label": _("申请金额（元）"), "value": money(fee.amount)},
        "texts": [{"label": _("费用事由"), "value": fee.reason}],
        "signatures": _signatures(fee, sign_off),
        "note": _("按条款 %s 先申请后开支。") % fee.version.book.approvals[fee.APPROVAL].clause,
    }  # fmt: skip


def _yes_or_no(answer: bool | None) -> str:
    if answer is None:
        return ""
    return _("是") if answer else _("否")


def digest_of_fee(fee: FeeApplication, sign_off: SignOff | None) -> str:
    """What was signed; before that, what was asked for."""
    return sign_off.content_hash if sign_off else digest_of(contents.of_fee(fee))


def _signatures(fee: FeeApplication, sign_off: SignOff | None) -> list[Data]:
    return [
        box(_("申请人"), name_of(fee.author), fee.submitted_at),
        box(_("主管核实"), *decided(sign_off, "judged_by", "judged_at")),
        box(_("审批"), *decided(sign_off, "signed_by", "signed_at")),
    ]
