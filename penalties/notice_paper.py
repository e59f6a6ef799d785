"""考核通知 as an A4 page: what was decided on which ground, how to object, and a receipt to be signed and torn off."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors import company
from core import papers
from core.clock import local_day, zone
from core.templatetags.clockwork import on_paper
from judgement.models import Proposal
from judgement.showing import event_label
from judgement.states import COUNTED
from notifications.selectors import told_to
from penalties.appealing import confirmation_of, last_instant
from penalties.models import Appeal, Decision
from penalties.showing import Case, case_of, figure_of
from penalties.states import AppealState, DecisionKind
from rulebook.book import digest_of
from tickets.showing import Line

Data = dict[str, Any]


def number_of(proposal: Proposal) -> str:
    """K2603-000123: the month of the account and the entry."""
    return f"K{proposal.month[2:4]}{proposal.month[5:]}-{proposal.pk:06d}"


def digest_of_notice(proposal: Proposal) -> str:
    """Computed anew from the rows: what was decided, and what became of it."""
    decided = [[row.kind, row.by_name, row.reason, row.at, row.amounts] for row in _decisions(proposal)]
    appeal = _appeal(proposal)
    outcome = [appeal.state, appeal.decision] if appeal else []
    return digest_of({
        "number": number_of(proposal), "person": proposal.charged_to_id, "clause": proposal.clause,
        "version": proposal.version.number, "effects": proposal.effects, "decisions": decided, "appeal": outcome,
    })  # fmt: skip


def notice_paper(proposal: Proposal, *, now: datetime) -> Data:
    """What the person concerned reads on his phone, on one page."""
    with on_paper():
        case = case_of(proposal, now=now)
    found, may_object = company(), proposal.state in COUNTED and _appeal(proposal) is None
    number, digest, until = number_of(proposal), digest_of_notice(proposal), last_instant(proposal)
    address = settings.PUBLIC_URL.rstrip("/") + reverse("penalties:check_notice", args=[proposal.pk, digest])
    return {
        "title": _("考核通知"), "number": number, "state": proposal.get_state_display(),
        "company": found.name if found else "", "hash": papers.short(digest), "printed": _stamp(now),
        "code": papers.code(address), "figure": figure_of(proposal.effects),
        "words": {"code": _("校验码"), "printed": _("打印于"), "scan": _("扫码核对"), "sum": _("怎么算出来的"),
                  "clause": _("依据条款"), "receipt": _("回执"), "cut": _("签收后沿此线撕下，由内勤存档")},
        "facts": _facts(proposal, case), "sum": _sum(case), "texts": _texts(proposal, case),
        "clauses": [{"label": f"{one.number} {one.title}".strip(), "value": one.text, "note": one.version}
                    for one in case.clauses],
        "rights": _rights(until) if may_object else "", "receipt": _receipt(proposal, number),
    }  # fmt: skip


def _facts(proposal: Proposal, case: Case) -> list[Data]:
    person, confirmed = proposal.charged_to, confirmation_of(proposal)
    return [
        _fact(_("当事人"), person.name), _fact(_("工号"), person.employee_no),
        _fact(_("部门"), person.department), _fact(_("计入月份"), proposal.month),
        _fact(_("事实"), event_label(proposal.fact.event)), _fact(_("发生时间"), case.happened),
        *([_fact(_("有关"), case.about, wide=True)] if case.about else []),
        _fact(_("确认人"), confirmed.by_name if confirmed else ""),
        _fact(_("确认时间"), _stamp(confirmed.at) if confirmed else ""),
    ]  # fmt: skip


def _sum(case: Case) -> list[Data]:
    return [{"label": line.label, "text": line.text, "total": line.mark == "is-total"}
            for line in [*case.why, *case.sum]]  # fmt: skip


def _texts(proposal: Proposal, case: Case) -> list[Data]:
    """The recorded facts, the words of each decision, and of the appeal."""
    told = [_text(_("核实的事实"), "\n".join(map(_line, case.basis)))] if case.basis else []
    appeal = _appeal(proposal)
    granted = appeal is not None and appeal.state == AppealState.GRANTED
    for row in _decisions(proposal):
        # A granted appeal revokes with its own words.
        if row.reason and not (granted and row.kind == DecisionKind.REVOKE):
            who = {"what": row.get_kind_display(), "who": row.by_name}
            told.append(_text(_("%(what)s理由（%(who)s）") % who, row.reason))
    if appeal is not None:
        told.append(_text(_("申诉（%s）") % _stamp(appeal.filed_at), appeal.reason))
    if appeal is not None and appeal.decided_by is not None:
        label = _("申诉裁定：%(outcome)s（%(who)s）") % {
            "outcome": AppealState(appeal.state).label, "who": appeal.decided_by.name}  # fmt: skip
        told.append(_text(label, appeal.decision))
    return told


def _line(line: Line) -> str:
    return f"{line.label}　{line.text}"


def _rights(until: datetime | None) -> str:
    if until is None:
        return _("对本考核不服的，可以在系统“我的考核”中申诉，由确认人以外的人裁定。")
    day = {"day": f"{local_day(until):%Y-%m-%d}"}
    return _("对本考核不服的，可以在 %(day)s 24:00 前在系统“我的考核”中申诉，由确认人以外的人裁定。") % day


def _receipt(proposal: Proposal, number: str) -> Data:
    """What the product knows of the delivery, and room for pens."""
    told = told_to(proposal.charged_to, proposal, about="decided")
    delivered = _("系统通知于 %s 送达") % _stamp(told.created_at) if told else ""
    read = _("%s 已阅") % _stamp(told.read_at) if told and told.read_at else _("尚未在系统中打开")
    words = {"who": proposal.charged_to.name, "number": number, "clause": proposal.clause,
             "figure": figure_of(proposal.effects)}  # fmt: skip
    return {
        "text": _("本人已收到考核通知 %(number)s（条款 %(clause)s，%(figure)s），并知悉可以申诉。") % words,
        "delivered": "，".join(filter(None, [delivered, read])) if told else "",
        "boxes": [_("当事人签收：%(who)s") % words, _("签收日期"), _("送达人")],
    }  # fmt: skip


def _decisions(proposal: Proposal) -> list[Decision]:
    return list(proposal.decisions.order_by("pk"))


def _appeal(proposal: Proposal) -> Appeal | None:
    return Appeal.objects.filter(proposal=proposal).select_related("decided_by").first()


def _fact(label: Any, value: Any, *, wide: bool = False) -> Data:
    return {"label": str(label), "value": str(value or ""), "wide": wide}


def _text(label: Any, value: str) -> Data:
    return {"label": str(label), "value": value}


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(zone()):%Y-%m-%d %H:%M}"
