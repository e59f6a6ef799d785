"""三包单 and 发运通知单 (6.5, 6.6)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.selectors import current
from core.errors import WrongState
from warranty.models import Claim, ClaimLine
from warranty.papers.parts import Data, box, column, decided, fact, head, money, name_of, stamp


def claim_paper(claim: Claim, *, now: datetime) -> Data:
    """Lines with prices, the approval behind them, and the signature of the department that bears the loss."""
    lines = _lines(claim)
    return {
        **head(_("三包单"), claim.number, "claim", claim.content_hash, state=claim.get_state_display(), now=now),
        "facts": [*_machine(claim), *_release(claim)],
        "columns": [column(_("件号"), 30), column(_("名称")), column(_("单位"), 14), column(_("数量"), 18, right=True),
                    column(_("单价"), 26, right=True), column(_("金额"), 28, right=True)],
        "rows": [[line.part.code, line.part.name, line.part.unit, str(line.quantity), money(line.price),
                  money(line.amount)] for line in lines],
        "sum": {"label": _("合计（元）"), "value": money(claim.total)},
        "signatures": _signatures(claim),
        "note": _("按条款 6.5 凭审批开具，明细与审批一致；单价即条款 9.2 所称原价。换下的旧件须按期返回。"),
    }  # fmt: skip


def shipping_paper(claim: Claim, *, now: datetime) -> Data:
    """What is packed and sent to whom by when; only of what goes by freight or coach."""
    if not claim.notice_number:
        raise WrongState(_("只有货运或客车发运的三包单才有发运通知单"))
    title, hash_ = _("发运通知单"), claim.content_hash
    return {
        **head(title, claim.notice_number, "shipping", hash_, state=claim.get_state_display(), now=now),
        "facts": [
            *_machine(claim), fact(_("三包单号"), claim.number), fact(_("发运方式"), claim.get_mode_display()),
            fact(_("收货人"), claim.consignee), fact(_("收货电话"), claim.consignee_phone),
            fact(_("收货地址"), claim.consignee_address, wide=True), fact(_("交运时间"), stamp(claim.handed_over_at)),
            fact(_("运单号"), claim.waybill),
        ],
        "columns": [column(_("件号"), 34), column(_("名称")), column(_("单位"), 18), column(_("数量"), 22, right=True)],
        "rows": [[line.part.code, line.part.name, line.part.unit, str(line.quantity)] for line in _lines(claim)],
        "signatures": [box(_("统计员交件"), name_of(claim.issued_by), claim.handed_over_at),
                       box(_("备件班包装"), "", None), box(_("发运班发运"), "", claim.shipped_at)],
        "note": _("按条款 6.6 当天或最迟第二天 24:00 前发运。"),
    }  # fmt: skip


def _lines(claim: Claim) -> Sequence[ClaimLine]:
    return list(claim.lines.select_related("part").order_by("part__code"))


def _machine(claim: Claim) -> list[Data]:
    ticket = claim.ticket
    return [
        fact(_("工单"), ticket.number), fact(_("出厂编号"), claim.serial),
        fact(_("客户"), ticket.customer_name, wide=True),
    ]  # fmt: skip


def _release(claim: Claim) -> list[Data]:
    return [
        fact(_("发件申请"), claim.request.number), fact(_("异常报告"), claim.request.report.number),
        fact(_("损失责任部门"), claim.loss_department.name), fact(_("服务人员"), name_of(claim.engineer)),
    ]  # fmt: skip


def _signatures(claim: Claim) -> list[Data]:
    sign_off = current(claim.request)
    return [
        box(_("判定责任"), *decided(sign_off, "judged_by", "judged_at")),
        box(_("审批"), *decided(sign_off, "signed_by", "signed_at")),
        box(_("统计员开单"), name_of(claim.issued_by), claim.issued_at),
        box(_("责任部门签字"), name_of(claim.signed_by), claim.signed_at),
    ]
