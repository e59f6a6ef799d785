"""A card beside report, claims and instruction of its cycle: what the clerk compares, and what plainly differs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.clockwork import stamp
from fieldservice.models import ServiceCard
from fieldservice.parts_used import counted
from fieldservice.selectors import service_began
from fieldservice.showing import remarks_of
from tickets.selectors import instructed_before
from warranty.models import AnomalyReport, Claim
from warranty.selectors.claims import claims_of
from warranty.selectors.claims import lines_of as claim_lines
from warranty.selectors.reports import last_report
from warranty.states import ClaimState


@dataclass(frozen=True)
class Row:
    """One matter as the report or claim has it, and as the card has it; `why` says what does not fit."""

    label: str
    report: str
    card: str
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """`facts` can be compared by machine; `texts` only by a reader."""

    report: AnomalyReport | None
    facts: list[Row]
    texts: list[Row]
    remarks: list[str]

    @property
    def differences(self) -> int:
        return sum(1 for row in self.facts if row.why)


def comparison_of(card: ServiceCard) -> Comparison:
    """Six statements, one more out of warranty, however many lines."""
    report = last_report(card.ticket, cycle=card.cycle)
    rows = claims_of(card.ticket).filter(state=ClaimState.RECEIVED, request__report__cycle=card.cycle)
    facts = [*_about_report(card, report), *_parts(card, list(rows)), *_times(card), *_instruction(card)]
    return Comparison(report, facts, _texts(card, report), remarks_of(card))


def _about_report(card: ServiceCard, report: AnomalyReport | None) -> list[Row]:
    if report is None:
        return [Row(_("异常信息报告"), _("本轮没有报告"), card.number,
                    _("有用件而没有报告（9.2）") if card.parts else "")]  # fmt: skip
    other = _("填报告与填服务卡的不是同一人") if report.author_id != card.engineer_id else ""
    rows = [Row(_("填写人"), str(report.author), str(card.engineer), other)]
    if report.not_reached:
        lacks = "" if card.site_supplement else _("报告时未到现场，服务卡没有现场补充（9.3）")
        rows.append(Row(_("到现场"), _("因故未到现场"), card.site_supplement or "—", lacks))
    if report.submitted_at and report.submitted_at > card.done_at:
        rows.append(Row(_("时间"), stamp(report.submitted_at), stamp(card.completed_at), _("报告晚于完工")))
    return rows


def _parts(card: ServiceCard, claims: Sequence[Claim]) -> list[Row]:
    """Every part that was sent beside what the card says was built in; cards of old told no parts."""
    if card.seal_version == 1:
        return []
    sent: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], str] = {}
    for claim_id, lines in claim_lines(claims).items():
        number = next(claim.number for claim in claims if claim.pk == claim_id)
        for line in lines:
            sent[number, line.part.code] += line.quantity
            names[number, line.part.code] = str(line.part)
    used = counted(card.parts)
    names |= {(row["claim"], row["code"]): f"{row['code']} {row['name']}" for row in card.parts}
    return [_part(names[key], key[0], sent[key], used.get(key, 0)) for key in sorted({*sent, *used})]


def _part(name: str, claim: str, sent: int, used: int) -> Row:
    why = ""
    if used > sent:
        why = _("用量多于三包单")
    elif used < sent:
        why = _("未用 %(count)d 件，须退回库房") % {"count": sent - used}
    told = _("三包单 %(claim)s：%(count)d 件") % {"claim": claim, "count": sent}
    return Row(name, told, _("使用 %(count)d 件") % {"count": used}, why)


def _times(card: ServiceCard) -> list[Row]:
    rows = [Row(_("到场与完工"), stamp(service_began(card)), stamp(card.completed_at))]
    if card.claimed_completed_at not in (None, card.completed_at):
        why = _("手机所报时间未采信，按收到时间计")
        rows.append(Row(_("手机所报完工"), stamp(card.claimed_completed_at), stamp(card.completed_at), why))
    return rows


def _instruction(card: ServiceCard) -> list[Row]:
    """What is not free counts only where the department's instruction came before the service (9.4e)."""
    ticket = card.ticket
    if ticket.free is not False:
        return []
    told = stamp(ticket.instructed_at) if ticket.instructed_at else _("没有批示")
    why = "" if instructed_before(ticket, service_began(card)) else _("保修期外，服务前没有部门批示，不计工作量（9.4）")
    return [Row(_("部门批示"), told, _("保修期外，%s 开始服务") % stamp(service_began(card)), why)]


def _texts(card: ServiceCard, report: AnomalyReport | None) -> list[Row]:
    told: dict[str, Any] = {
        name: getattr(report, name) if report else "" for name in ("work_done", "analysis", "proposal")
    }
    cause = "：".join(filter(None, [card.cause, card.cause_analysis]))
    return [
        Row(_("工作情况"), told["work_done"] or "—", card.work_done or "—"),
        Row(_("原因"), told["analysis"] or "—", cause),
        Row(_("建议与结果"), told["proposal"] or "—", card.result),
    ]
