"""Penalties as pages show them: the clause, the arithmetic that adds up, the evidence, and how it was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.roles import Role
from accounts.timeline import Told, label_of, timeline
from core import files, journal
from core.models import StoredFile
from core.money import yuan
from core.subjects import Subject
from core.templatetags.clockwork import exact, stamp
from deadlines.models import Deadline
from deadlines.selectors import behind_fact, current
from judgement.models import Proposal
from judgement.showing import event_label, told_facts
from judgement.states import COUNTED, ProposalState
from penalties.models import Decision, Incident, WrittenProof
from penalties.selectors import counted_with
from penalties.services.proofs import last_instant
from rulebook.models import RulebookVersion
from rulebook.schema.base import clause_numbers
from rulebook.selectors import clause_text
from tickets.arrival_showing import outcome_text
from tickets.models import Complaint, Ticket
from tickets.showing import Line, spell_exact, sum_lines
from warranty.models import OldPart

TONES = {
    ProposalState.PROPOSED: "warn", ProposalState.CONFIRMED: "late", ProposalState.SETTLED: "late",
    ProposalState.WAIVED: "ok", ProposalState.REVOKED: "mute", ProposalState.ABSORBED: "mute",
}  # fmt: skip
DETECTED = {"auto": gettext_lazy("自动"), "verify": gettext_lazy("需核实"), "human": gettext_lazy("人工")}
EFFECTS = {
    "fine": gettext_lazy("罚款"), "debit": gettext_lazy("挂账"), "bear_loss": gettext_lazy("承担损失"),
    "confiscate": gettext_lazy("没收所得"), "reimburse": gettext_lazy("报销比例"), "pay": gettext_lazy("支付"),
    "uncredit": gettext_lazy("不计工作量或提成"), "void": gettext_lazy("单据作废"),
    "refuse_claim": gettext_lazy("不予报销"), "own_cost": gettext_lazy("差旅费自负"),
    "publish": gettext_lazy("服务通报"), "off_post": gettext_lazy("下岗"),
}  # fmt: skip


# What a limit waited for: how it is called when it came, and while it did not.
WAITED_FOR = {
    "arrival": (gettext_lazy("到场打卡（收到）"), gettext_lazy("到场"), gettext_lazy("至今未到场")),
    "old_part": (gettext_lazy("旧件返回"), gettext_lazy("旧件返回"), gettext_lazy("至今未返回")),
}  # fmt: skip


@dataclass(frozen=True)
class ClauseShown:
    number: str
    title: str
    text: str
    version: str


@dataclass(frozen=True)
class ProofShown:
    proof: WrittenProof
    documents: Sequence[StoredFile]


@dataclass(frozen=True)
class Case:
    """Everything that one needs to decide a proposal, or to understand it as the person concerned."""

    proposal: Proposal
    title: str
    figure: str
    tone: str
    decider: str
    detected: str
    happened: str
    about: str
    clauses: Sequence[ClauseShown]
    sum: Sequence[Line]
    why: Sequence[Line]
    facts: Sequence[Line]
    basis: Sequence[Line] = ()
    evidence: Sequence[StoredFile] = ()
    proofs: Sequence[ProofShown] = ()
    absorbs: Sequence[Proposal] = ()
    decisions: Sequence[Decision] = ()
    history: Sequence[Told] = ()
    excused_by: str = ""
    proof_until: datetime | None = None
    may_file: bool = False


@dataclass(frozen=True)
class Brief:
    """One line of a list."""

    proposal: Proposal
    title: str
    figure: str
    tone: str
    happened: str
    about: str
    decision: Decision | None = field(default=None)


def figure_of(effects: Iterable[Mapping[str, Any]]) -> str:
    """1,000.00 元, 200.00 至 500.00 元, 待裁量; without money the effects by name."""
    effects = list(effects)
    paid = [effect for effect in effects if effect.get("amount") is not None]
    ranged = [effect for effect in effects if effect.get("amount") is None and effect.get("high")]
    names = [str(EFFECTS.get(effect["do"], effect["do"])) for effect in effects if effect.get("mode") == "none"]
    parts = []
    fixed = sum((Decimal(effect["amount"]) for effect in paid), Decimal(0))
    if ranged:
        low = fixed + sum((Decimal(effect["low"]) for effect in ranged), Decimal(0))
        high = fixed + sum((Decimal(effect["high"]) for effect in ranged), Decimal(0))
        parts.append(_("%(low)s 至 %(high)s 元") % {"low": money(low), "high": money(high)})
    elif paid:
        parts.append(_("%s 元") % money(fixed))
    if any(effect.get("mode") == "free" and effect.get("amount") is None for effect in effects):
        parts.append(_("金额由裁决人确定"))
    return " + ".join(parts + names)


def money(amount: Decimal) -> str:
    return f"{yuan(amount):,}"


def title_of_consequence(proposal: Proposal) -> str:
    """The consequence as its book calls it."""
    book = proposal.version.book
    _kind, escalated, name = proposal.consequence.partition("escalation.")
    entry = book.escalations.get(name) if escalated else book.consequences.get(proposal.consequence)
    return (entry.title if entry else "") or event_label(proposal.fact.event)


def act_label(code: str) -> str:
    """How the journal's acts, steps and events are called."""
    return event_label(code) if "." in code else label_of(code)


def detected_of(proposal: Proposal) -> str:
    """自动, 需核实 or 人工, and whether the facts changed since."""
    told = str(DETECTED.get(proposal.detect, ""))
    return f"{told} · {_('事实已更正')}" if proposal.facts_changed else told


def clauses_of(number: str, version: RulebookVersion) -> list[ClauseShown]:
    """The text of each clause cited, in the version that judged."""
    label = _("制度第 %(number)d 版，%(day)s 起施行") % {
        "number": version.number,
        "day": version.effective_from.isoformat(),
    }
    found = []
    for one in clause_numbers(number):
        clause = clause_text(version.book, one)
        found.append(ClauseShown(one, clause.title if clause else "", clause.text if clause else "", label))
    return found


def sum_of(effects: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Each effect with its formula, and the total of what was fixed or chosen."""
    lines, total, counted = [], Decimal(0), 0
    for effect in effects:
        name = str(EFFECTS.get(effect["do"], effect["do"]))
        amount = effect.get("amount")
        if amount is not None:
            total, counted = total + Decimal(amount), counted + 1
        formula = effect.get("formula") or ""
        lines.append(Line(f"{name}（{formula}）" if formula else name, _amount_text(effect)))
    if counted > 1:
        lines.append(Line(_("合计"), _("%s 元") % money(total), "is-total"))
    return lines


def _amount_text(effect: Mapping[str, Any]) -> str:
    if effect.get("amount") is not None:
        return _("%s 元") % money(Decimal(effect["amount"]))
    if effect.get("high"):
        bounds = {"low": money(Decimal(effect["low"])), "high": money(Decimal(effect["high"]))}
        return _("%(low)s 至 %(high)s 元") % bounds
    return _("待裁量") if effect.get("mode") == "free" else _("执行")


def deadline_behind(proposal: Proposal) -> Deadline | None:
    fact = proposal.fact
    if not fact.event.endswith((".missed", ".overdue")):
        return None
    return behind_fact(fact.event, fact.subject, fact.occurrence, fact.epoch)


def arithmetic(deadline: Deadline, *, now: datetime) -> list[Line]:
    """Start + period = due, done, late by; a limit nobody met is counted until now."""
    lines = sum_lines(deadline.formula, deadline.version)
    ended = deadline.stopped_at or deadline.ended_at
    done, awaited, missing = WAITED_FOR.get(deadline.kind, WAITED_FOR["arrival"])
    if ended:
        lines.append(Line(str(done) if deadline.stopped_at else _("时限终止"), exact(ended)))
    else:
        lines.append(Line(str(awaited), str(missing)))
    if (ended or now) > deadline.due_at:
        lines.append(Line(_("超出"), spell_exact((ended or now) - deadline.due_at), "is-late"))
    return lines


def counted_offences(proposal: Proposal) -> list[Line]:
    """Behind an escalation: each confirmed offence up to the one that reached the threshold, and their number."""
    escalation = proposal.version.book.escalations.get(proposal.consequence.removeprefix("escalation."))
    if escalation is None:
        return []
    rows = list(counted_with(proposal, escalation.counts, escalation.window))
    lines = [Line(_offence(row, nth), row.happened_on.isoformat()) for nth, row in enumerate(rows, start=1)]
    return [*lines, Line(_("已确认次数"), _("%d 次") % len(lines), "is-total")] if lines else []


def _offence(row: Proposal, nth: int) -> str:
    told = {"nth": nth, "title": title_of_consequence(row), "clause": row.clause}
    return _("第 %(nth)d 次：%(title)s（条款 %(clause)s）") % told


def case_of(proposal: Proposal, *, now: datetime, viewer: Person | None = None) -> Case:
    """The whole case; `viewer` asks whether he may file a written proof for it."""
    deadline = deadline_behind(proposal)
    until = last_instant(deadline) if deadline and proposal.proof_only else None
    proofs = _proofs(deadline) if deadline else []
    waiting = any(shown.proof.state == "submitted" for shown in proofs)
    standing = proposal.state == ProposalState.PROPOSED or proposal.state in COUNTED
    may_file = bool(
        until and now <= until and viewer and viewer.pk == proposal.charged_to_id and standing and not waiting
    )
    return Case(
        proposal=proposal, title=title_of_consequence(proposal), figure=figure_of(proposal.effects),
        tone=TONES[ProposalState(proposal.state)], decider=role_label(proposal.decider_role),
        detected=str(DETECTED.get(proposal.detect, "")), happened=stamp(proposal.fact.happened_at),
        about=str(proposal.fact.facts.get("title") or ""), clauses=clauses_of(proposal.clause, proposal.version),
        sum=sum_of(proposal.effects), why=_why(proposal, deadline, now),
        facts=[Line(*told) for told in told_facts(proposal.fact)],
        basis=_basis(proposal), evidence=files.files_of(proposal.fact.subject), proofs=proofs,
        absorbs=list(proposal.absorbs.select_related("charged_to", "version", "fact")),
        decisions=list(proposal.decisions.select_related("charged_to").order_by("-pk")),
        history=timeline(journal.told(proposal), states_of=proposal, label=act_label),
        excused_by=_excused_by(proposal), proof_until=until, may_file=may_file,
    )  # fmt: skip


def _why(proposal: Proposal, deadline: Deadline | None, now: datetime) -> list[Line]:
    return arithmetic(deadline, now=now) if deadline else counted_offences(proposal)


def _excused_by(proposal: Proposal) -> str:
    excuse = proposal.version.book.excuse_for(proposal.fact.event)
    return role_label(excuse.by) if excuse else ""


def _basis(proposal: Proposal) -> list[Line]:
    """What was recorded about the matter: who was sent when and checked in where, or what was reported."""
    about = proposal.fact.subject.fetch()
    if isinstance(about, Incident):
        return [Line(_("违规事实 %s") % about.number, about.facts), Line(_("记录人"), about.recorded_by.name)]
    if isinstance(about, OldPart):
        return _of_old_part(about)
    if isinstance(about, Complaint):
        return _of_complaint(about)
    return _of_ticket(about, proposal) if isinstance(about, Ticket) else []


def _of_complaint(complaint: Complaint) -> list[Line]:
    """What was complained of and found; who complained is not told."""
    lines = [
        Line(_("投诉 %s") % complaint.number, complaint.content), Line(_("收到时间"), exact(complaint.received_at)),
    ]  # fmt: skip
    if complaint.ticket is not None:
        lines.append(Line(_("工单"), complaint.ticket.number))
    if complaint.verified_at and complaint.verified_by:
        told = f"{exact(complaint.verified_at)} {complaint.finding}".strip()
        lines.append(Line(_("核实：%s") % complaint.verified_by.name, told))
    return lines


def _of_old_part(part: OldPart) -> list[Line]:
    lines = [
        Line(_("旧件 %s") % part.number, f"{part.part} × {part.quantity}"), Line(_("三包单"), part.claim.number),
        Line(_("工单"), part.ticket.number), Line(_("经办人"), part.handler.name),
    ]  # fmt: skip
    if part.returned_at and part.taken_by:
        lines.append(Line(_("旧件入库：%s") % part.taken_by.name, exact(part.returned_at)))
    if part.inspected_at and part.inspected_by:
        lines.append(Line(_("检验：%s") % part.inspected_by.name, f"{exact(part.inspected_at)} {part.findings}".strip()))
    return lines


def _of_ticket(ticket: Ticket, proposal: Proposal) -> list[Line]:
    cycle = proposal.fact.facts.get("ticket.cycle") or ticket.cycle
    lines = [
        Line(_("派工：%s") % row.engineer.name,
             stamp(row.since) + (_("，%s 接单") % stamp(row.accepted_at) if row.accepted_at else _("，未接单")))
        for row in ticket.assignments.filter(cycle=cycle).select_related("engineer").order_by("since", "pk")
    ]  # fmt: skip
    return lines + [
        Line(_("到场打卡：%s") % row.engineer.name, f"{exact(row.received_at)} {outcome_text(row)}".strip())
        for row in ticket.arrivals.filter(cycle=cycle).select_related("engineer").order_by("received_at", "pk")
    ]


def _proofs(deadline: Deadline) -> list[ProofShown]:
    rows = WrittenProof.objects.filter(
        subject_type=deadline.subject_type, subject_id=deadline.subject_id, deadline_kind=deadline.kind,
        occurrence=deadline.occurrence,
    )  # fmt: skip
    return [ProofShown(row, files.files_of(row)) for row in rows.select_related("person", "decided_by").order_by("pk")]


def age_of(instant: datetime, *, now: datetime) -> str:
    """How long something has waited: 3 天 14 小时, 5 小时 02 分, 12 分."""
    minutes = max(0, int((now - instant).total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _("%(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d 小时 %(minutes)02d 分") % {"hours": hours, "minutes": minutes % 60}
    return _("%d 分") % minutes


def role_label(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def brief_of(proposal: Proposal) -> Brief:
    """A line of the person's own list; decisions come prefetched."""
    decided = list(proposal.decisions.all())
    return Brief(
        proposal, title_of_consequence(proposal), figure_of(proposal.effects), TONES[ProposalState(proposal.state)],
        stamp(proposal.fact.happened_at), str(proposal.fact.facts.get("title") or ""),
        max(decided, key=lambda row: row.pk, default=None),
    )  # fmt: skip


def decider_of_proof(proof: WrittenProof) -> str:
    """The role that the book names for this limit."""
    deadline = deadline_of_proof(proof)
    excuse = deadline.version.book.excuse_for(deadline.event) if deadline else None
    return excuse.by if excuse else Role.DEPT_HEAD


def deadline_of_proof(proof: WrittenProof) -> Deadline | None:
    """The limit that a written proof is about."""
    return current(Subject(proof.subject_type, proof.subject_id), proof.deadline_kind, proof.occurrence)
