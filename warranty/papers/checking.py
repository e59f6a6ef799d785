"""Whether a print still is what the product holds: the hash of each kind of paper as it stands now."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.selectors import current
from rulebook.book import digest_of
from warranty import contents
from warranty.papers.fee import digest_of_fee
from warranty.papers.report import digest_of_report

KINDS = {
    "claim": _("三包单"), "shipping": _("发运通知单"), "fee": _("售后服务人员现场服务费申请表"),
    "report": _("产品异常信息报告"),
}  # fmt: skip


def hash_now(kind: str, paper: Any) -> str:
    """Computed anew from the rows, never read from where it was stored."""
    if kind == "fee":
        return digest_of_fee(paper, current(paper))
    if kind == "report":
        return digest_of_report(paper)
    return digest_of(contents.of_claim(paper))
