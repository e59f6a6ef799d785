"""Reports and what is asked for, as pages show them; decides nothing, reads nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Role
from approvals.models import SignOff
from approvals.states import COLOURS as SIGNED
from approvals.states import SignOffState, SignOffWarning
from rulebook.papers import titles_of
from tickets.showing import TONES, Badge
from warranty.models import AnomalyReport, FeeApplication, PartsRequest, Purchase, RequestLine
from warranty.states import COLOURS

FORM = "anomaly_report"


def badge(row: Any) -> Badge:
    """The state of a report, request, fee or purchase."""
    return Badge(str(row.get_state_display()), TONES[COLOURS[row.state]])


def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


@dataclass(frozen=True)
class Link:
    """Something the reader may do; `dialog` opens it over the page."""

    label: str
    url: str
    primary: bool = False
    dialog: bool = False


@dataclass(frozen=True)
class ShownReport:
    """A report with its filled fields, as the book calls them."""

    report: AnomalyReport
    state: Badge
    told: Sequence[tuple[str, str]]
    links: Sequence[Link] = ()


def shown_report(report: AnomalyReport, links: Sequence[Link] = ()) -> ShownReport:
    titles = {"not_reached_reason": _("未到现场原因"), "described_by_user": _("用户描述"), "work_done": _("工作情况"),
              "analysis": _("异常分析"), "proposal": _("处理建议"), **titles_of(report.version.book, FORM)}  # fmt: skip
    names = ("not_reached_reason", "described_by_user", "work_done", "analysis", "proposal")
    told = [(titles[name], getattr(report, name)) for name in names if getattr(report, name)]
    return ShownReport(report, badge(report), told, links)


@dataclass(frozen=True)
class SignStep:
    """One step of a signature: who did it, or whose turn it is."""

    label: str
    who: str
    at: datetime | None
    note: str = ""
    tone: str = "ok"


@dataclass(frozen=True)
class ShownPaper:
    """A paper with its sign-off: how much, by whom, where it stands."""

    paper: Any
    kind: str
    state: Badge
    amount: Decimal
    sign_off: SignOff | None
    waits_for: str
    warnings: Sequence[str]
    steps: Sequence[SignStep] = ()
    lines: Sequence[RequestLine] = ()
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()


def shown_paper(
    paper: Any, sign_off: SignOff | None, *, lines: Sequence[RequestLine] = (), links: Sequence[Link] = ()
) -> ShownPaper:
    waits = role_name(sign_off.next_role) if sign_off and sign_off.next_role else ""
    return ShownPaper(
        paper, str(paper._meta.verbose_name), badge(paper), amount_of(paper), sign_off, waits,
        warnings_of(paper.warnings), list(steps_of(sign_off)) if sign_off else (), lines, facts_of(paper), links,
    )  # fmt: skip


def amount_of(paper: Any) -> Decimal:
    """What was asked for; of what is settled, what it cost."""
    if isinstance(paper, PartsRequest):
        return paper.total
    asked: Decimal = paper.amount if isinstance(paper, FeeApplication) else paper.budget
    return asked if paper.actual is None else paper.actual


def warnings_of(codes: Iterable[str]) -> list[str]:
    return [str(SignOffWarning(code).label) for code in codes if code in SignOffWarning.values]


def facts_of(paper: Any) -> list[tuple[str, str]]:
    """What was asked and judged, in the paper's own words."""
    if isinstance(paper, PartsRequest):
        department = paper.loss_department.name if paper.loss_department else ""
        told = [(_("损失责任部门"), department)]
    elif isinstance(paper, FeeApplication):
        fair = "" if paper.reasonable is None else _("合理") if paper.reasonable else _("不合理")
        told = [(_("费用事由"), paper.reason), (_("责任归属"), paper.responsibility), (_("费用合理"), fair),
                (_("申请金额"), money(paper.amount)), (_("实际金额"), money(paper.actual))]  # fmt: skip
    else:
        told = _of_purchase(paper)
    return [(label, text) for label, text in told if text]


def _of_purchase(paper: Purchase) -> list[tuple[str, str]]:
    return [
        (_("购件预算"), money(paper.budget)), (_("必要性"), paper.necessity),
        (_("咨询价"), money(paper.consulted_cost)), (_("实际金额"), money(paper.actual)),
    ]  # fmt: skip


def money(amount: Decimal | None) -> str:
    return "" if amount is None else _("%s 元") % f"{amount:,.2f}"


def steps_of(row: SignOff) -> Iterable[SignStep]:
    """Submitted, judged, signed; the open step names the role whose turn it is."""
    yield SignStep(_("提交"), row.submitted_by.name, row.submitted_at)
    if row.judged_by is not None:
        yield SignStep(_("判定"), row.judged_by.name, row.judged_at)
    if row.state in (SignOffState.JUDGING, SignOffState.WAITING):
        label = _("待判定") if row.state == SignOffState.JUDGING else _("待签批")
        yield SignStep(label, role_name(row.next_role), None, tone="warn")
    elif row.signed_by is not None:
        who = f"{row.signed_by.name}（{role_name(row.signed_role)}）"
        yield SignStep(str(row.get_state_display()), who, row.signed_at, row.reason, TONES[SIGNED[row.state]])
    else:
        yield SignStep(str(row.get_state_display()), "", None, tone="mute")
