"""产品异常信息报告 (6.3, 9.3)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.files import PICTURES, files_of
from core.models import StoredFile
from rulebook.book import digest_of
from rulebook.papers import titles_of
from warranty.models import AnomalyReport
from warranty.papers.parts import Data, box, fact, head, money, name_of, stamp

TOLD = ("work_done", "analysis", "proposal", "not_reached_reason", "described_by_user")
# More would make the paper a picture book; the page has them all.
MOST_PHOTOS = 9
SUFFIXES = dict(PICTURES.values())


def report_paper(report: AnomalyReport, *, now: datetime) -> Data:
    """All that was written, under the titles of the book, with the photos."""
    titles, ticket = titles_of(report.version.book, "anomaly_report"), report.ticket
    return {
        **head(_("产品异常信息报告"), report.number, "report", digest_of_report(report),
               state=report.get_state_display(), now=now),
        "facts": [
            fact(_("工单"), ticket.number), fact(_("出厂编号"), ticket.serial),
            fact(_("客户"), ticket.customer_name, wide=True), fact(_("报告种类"), report.get_kind_display()),
            fact(_("提交时间"), stamp(report.submitted_at)),
            fact(_("到现场"), _("因故未到现场") if report.not_reached else _("已到现场")),
            fact(_("购件预算（元）"), money(report.budget)),
        ],
        "texts": [{"label": titles.get(name, name), "value": getattr(report, name)} for name in TOLD
                  if getattr(report, name)] + _refused(report),
        "photos": list(pictures_of(report)),
        "signatures": [box(_("服务人员"), name_of(report.author), report.submitted_at),
                       box(_("联络员核对"), name_of(report.checked_by), report.checked_at)],
        "note": _("按条款 6.3、9.3 填写；不合格的不予受理，可修订后重新提交。"),
    }  # fmt: skip


def digest_of_report(report: AnomalyReport) -> str:
    """Everything that was sent, photos by their own hashes."""
    told: dict[str, Any] = {name: getattr(report, name) for name in TOLD}
    told |= {
        "number": report.number, "ticket": report.ticket.number, "kind": report.kind, "author": report.author_id,
        "not_reached": report.not_reached, "budget": money(report.budget), "at": stamp(report.submitted_at),
        "photos": [file.sha256 for file in files_of(report)],
    }  # fmt: skip
    return digest_of(told)


def _refused(report: AnomalyReport) -> list[Data]:
    return [{"label": _("不予受理的理由"), "value": report.reasons}] if report.reasons else []


def pictures_of(report: AnomalyReport) -> dict[str, StoredFile]:
    """The photos that are printed, by the names under which the layout finds them."""
    found = [file for file in files_of(report) if file.content_type in SUFFIXES][:MOST_PHOTOS]
    return {f"photo-{file.pk}{SUFFIXES[file.content_type]}": file for file in found}
