"""save_report, submit_report, accept_report, refuse_report: what the engineer found, and whether it will do (6.3)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize, holds, refuse_own_case
from accounts.roles import Role
from core import files, transitions
from core.errors import Incomplete, NotAllowed, WrongState, require
from core.journal import Actor
from core.numbering import next_number
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.services import record_fact
from notifications.services import notify
from rulebook import papers
from rulebook.acts import clause_of
from rulebook.consequences import clause_against
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.models import Ticket
from tickets.states import IN_HAND
from warranty.models import AnomalyReport
from warranty.services import amounts
from warranty.states import ReportKind, ReportState

FORM = "anomaly_report"
WRITTEN = (
    "work_done", "analysis", "proposal", "not_reached", "not_reached_reason", "described_by_user", "budget",
)  # fmt: skip


@transaction.atomic
def save_report(
    *, ticket: Ticket, actor: Actor, now: datetime, kind: str = ReportKind.FAULT,
    photos: Iterable["File[bytes]"] = (), **fields: Any,
) -> AnomalyReport:  # fmt: skip
    """Keep what was written so far; one draft a person, ticket and kind. Writes no journal row."""
    locked = _begin(ticket, "save_report", kind, actor=actor, now=now)
    draft = _draft(locked, kind, fields, actor=actor, now=now)
    draft.save()
    _keep(photos, draft, actor=actor, now=now)
    return draft


@transaction.atomic
def submit_report(
    *, ticket: Ticket, work_done: str, analysis: str, proposal: str, actor: Actor, now: datetime,
    kind: str = ReportKind.FAULT, not_reached: bool = False, not_reached_reason: str = "", described_by_user: str = "",
    budget: Decimal | None = None, photos: Iterable["File[bytes]"] = (), revises: AnomalyReport | None = None,
) -> AnomalyReport:  # fmt: skip
    """Send the report to the department: by the assigned engineer, one that asks for a purchase also by a salesperson.

    What the book's form requires is required; who has not checked in on site has to say why he was not there (9.3c).
    It answers the author's last refused report of the kind, or `revises`.
    """
    locked = _begin(ticket, "submit_report", kind, actor=actor, now=now)
    report = _draft(locked, kind, {
        "work_done": work_done, "analysis": analysis, "proposal": proposal, "not_reached": not_reached,
        "not_reached_reason": not_reached_reason, "described_by_user": described_by_user, "budget": budget,
    }, actor=actor, now=now)  # fmt: skip
    report.revises = _answered(report, revises)
    photos = list(photos)
    _check_complete(report, photos)
    report.save()
    _keep(photos, report, actor=actor, now=now)
    transitions.advance(
        report, "submit", at=now, act="submit_report", actor=actor, now=now, thread=locked,
        clause=clause_of(report.version.book, "submit_report"),
        data={"kind": report.kind, "not_reached": report.not_reached, "budget": report.budget},
    )  # fmt: skip
    title = _("工单 %(ticket)s：收到异常报告 %(number)s，请核对") % {"ticket": locked.number, "number": report.number}
    notify(about="report_received", title=title, subject=report, url=report.get_absolute_url(), roles=[Role.LIAISON],
           now=now)  # fmt: skip
    return report


@transaction.atomic
def accept_report(*, report: AnomalyReport, actor: Actor, now: datetime) -> AnomalyReport:
    """The report will do: parts or a purchase may follow, and the ticket is diagnosed (6.4a)."""
    locked, ticket = _check(report, "accept", "accept_report", actor=actor, now=now)
    if ticket.state not in IN_HAND:
        raise transitions.refusal(ticket)
    transitions.advance(
        locked, "accept", by=actor.pk, at=now, act="accept_report", actor=actor, now=now, thread=ticket,
        clause=clause_of(locked.version.book, "accept_report"),
    )  # fmt: skip
    tickets.diagnose(ticket=ticket, actor=actor, now=now)
    title = _("异常报告 %(number)s 已受理") % {"number": locked.number}
    notify(about="report_accepted", title=title, subject=locked, url=locked.get_absolute_url(), to=[locked.author],
           now=now)  # fmt: skip
    return locked


@transaction.atomic
def refuse_report(*, report: AnomalyReport, reasons: str, actor: Actor, now: datetime) -> AnomalyReport:
    """It does not conform (9.3d): the author revises it. Neither the arrival clock nor the ticket moves."""
    locked, ticket = _check(report, "refuse", "refuse_report", actor=actor, now=now)
    require(reasons=(reasons, _("不予受理的理由")))
    transitions.advance(
        locked, "refuse", by=actor.pk, at=now, reasons=reasons.strip(), act="refuse_report", actor=actor, now=now,
        reason=reasons.strip(), thread=ticket, clause=clause_of(locked.version.book, "refuse_report"),
    )  # fmt: skip
    title = _("异常报告 %(number)s 不予受理，请修订后重新提交") % {"number": locked.number}
    notify(about="report_refused", title=title, text=reasons, subject=locked, url=locked.get_absolute_url(),
           to=[locked.author], now=now)  # fmt: skip
    _tell_judgement(locked, actor=actor, now=now)
    return locked


def _begin(ticket: Ticket, act: str, kind: str, *, actor: Actor, now: datetime) -> Ticket:
    """The locked ticket, in hand, of whom `actor` may report."""
    authorize(actor, act, now=now)
    locked = transitions.lock(ticket)
    theirs = kind == ReportKind.PURCHASE and holds(actor, Role.SALESPERSON, now=now)
    if not theirs and (actor.pk is None or locked.engineer_id != actor.pk):
        raise NotAllowed(_("只有该工单当前的服务人员可以提交；急需购件报告也可由业务员提交"))
    if locked.state not in IN_HAND:
        raise transitions.refusal(locked)
    return locked


def _draft(ticket: Ticket, kind: str, fields: dict[str, Any], *, actor: Actor, now: datetime) -> AnomalyReport:
    """The author's draft with `fields` filled in, not saved yet."""
    require(kind=(kind in ReportKind.values or None, _("报告种类")))
    if unknown := set(fields) - set(WRITTEN):
        raise TypeError(f"a report has no {', '.join(sorted(unknown))}")
    known = AnomalyReport.objects.filter(ticket=ticket, author_id=actor.pk, kind=kind, state=ReportState.DRAFT).first()
    draft = transitions.lock(known) if known else AnomalyReport(
        number=next_number("R", now=now), ticket=ticket, kind=kind, author_id=actor.pk
    )  # fmt: skip
    draft.cycle, draft.version, draft.saved_at = ticket.cycle, in_force(now=now), now
    draft.ticket = ticket
    for name, value in fields.items():
        setattr(draft, name, value.strip() if isinstance(value, str) else value)
    amounts.check("budget", draft.budget)
    return draft


def _answered(report: AnomalyReport, given: AnomalyReport | None) -> AnomalyReport | None:
    """The refused report that this one answers."""
    mine = AnomalyReport.objects.filter(
        ticket=report.ticket, author_id=report.author_id, kind=report.kind, state=ReportState.REFUSED, revised_by=None
    )
    if given is None:
        return mine.order_by("-submitted_at", "-pk").first()
    found = mine.filter(pk=given.pk).first()
    if found is None:
        raise WrongState(_("只能修订本人被退回、尚未修订的报告"))
    return found


def _check_complete(report: AnomalyReport, photos: list["File[bytes]"]) -> None:
    values = {name: getattr(report, name) for name in WRITTEN}
    kept = files.files_of(report) if report.pk else []
    known = {**values, "kind": report.kind, "attachments": [*photos, *kept]}
    lacking = papers.missing(report.version.book, FORM, known)
    missing = {name: _("请填写%(label)s") % {"label": title} for name, title in lacking.items()}
    if not report.not_reached and report.ticket.arrived_at is None and report.ticket.engineer_id == report.author_id:
        missing["not_reached"] = _("本轮尚未到场打卡：请先打卡，或勾选因故未到现场并说明")
    if missing:
        raise Incomplete("；".join(missing.values()), details=missing)


def _keep(photos: Iterable["File[bytes]"], report: AnomalyReport, *, actor: Actor, now: datetime) -> None:
    for photo in photos:
        files.store_file(photo, report, kind="photo", actor=actor, now=now)


def _check(
    report: AnomalyReport, name: str, act: str, *, actor: Actor, now: datetime
) -> tuple[AnomalyReport, Ticket]:
    """The locked report and its ticket, for the liaison who did not write it."""
    authorize(actor, act, now=now)
    refuse_own_case(actor, report.author, now=now, roles=[Role.LIAISON])
    ticket = transitions.lock(report.ticket)
    return transitions.claim(report, name), ticket


def _tell_judgement(report: AnomalyReport, *, actor: Actor, now: datetime) -> None:
    """A book may answer a refused report by itself; the shipped one only the loss that it caused (9.3e)."""
    version = in_force(now=now)
    if clause_against(version.book, "report.refused"):
        fact = FactInput(
            event="report.refused", subject=Subject.of(report), version=version, at=now, person=report.author,
            facts={"ticket": report.ticket_id}, thread=Subject.of(report.ticket),
        )  # fmt: skip
        record_fact(fact, actor=actor, now=now)
