"""A sign-off as its signer reads it: what is asked for, why it is his, and what else he should know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from accounts.selectors import departments
from approvals.bands import crosses
from approvals.models import SignOff
from approvals.selectors import amount_to_sign, amounts_beside, beside
from approvals.states import COLOURS, COUNTED, OPEN, SignOffState
from core import files
from core.countdown import spell
from core.models import StoredFile
from rulebook import bands
from rulebook.schema.approvals import Band
from tickets.models import Ticket
from tickets.showing import TONES, Badge, Line, coverage_of, state_badge
from warranty.models import FeeApplication, PartsRequest, Purchase
from warranty.selectors.requests import lines_of
from warranty.selectors.sign_offs import Paper, earlier_jobs, papers_behind
from warranty.services.deciding import labels_of

REASONABLE = {True: gettext_lazy("合理"), False: gettext_lazy("不合理")}


@dataclass(frozen=True)
class Shown:
    """One page to decide on; `rows` are (code, name, quantity, price, amount), the last four as text."""

    sign_off: SignOff
    paper: Paper
    ticket: Ticket
    kind: str
    clause: str
    state: Badge
    turn: str
    why: str
    levels: Sequence[Line]
    rows: Sequence[tuple[str, ...]]
    lines: Sequence[Line]
    judgement: Sequence[Line]
    report: Any
    photos: Sequence[StoredFile]
    others: Sequence["Other"]
    together: Decimal
    crosses: bool
    coverage: Badge
    ticket_state: Badge
    jobs: Sequence["Job"]


@dataclass(frozen=True)
class Other:
    """Another request of the same ticket; `counts` marks those of the same kind whose sum is compared."""

    title: str
    amount: Decimal
    state: Badge
    counts: bool
    pk: int


@dataclass(frozen=True)
class Job:
    """An earlier repair of the machine and what parts it took."""

    ticket: Ticket
    state: Badge
    parts: Decimal


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def kind_of(sign_off: SignOff) -> str:
    """How the book calls this kind of sign-off."""
    return sign_off.version.book.approvals[sign_off.approval].title or sign_off.approval


def clause_of(sign_off: SignOff) -> str:
    return sign_off.version.book.approvals[sign_off.approval].clause


def badge_of(sign_off: SignOff) -> Badge:
    return Badge(str(sign_off.get_state_display()), TONES[COLOURS[sign_off.state]])


def turn_of(sign_off: SignOff) -> str:
    """Whose turn it is; once decided, who did it in which role."""
    if sign_off.state in OPEN:
        act = _("判定") if sign_off.state == SignOffState.JUDGING else _("签批")
        return _("待%(role)s%(act)s") % {"role": role_name(sign_off.next_role), "act": act}
    if sign_off.signed_by is None or sign_off.state == SignOffState.VOID:
        return str(sign_off.get_state_display())
    return f"{sign_off.signed_by.name}（{role_name(sign_off.signed_role)}）"


def waits_of(sign_off: SignOff, *, now: datetime) -> tuple[str, str]:
    """(tone, 2 小时 10 分): how long it has waited for this step; late once it was reminded of twice."""
    since = sign_off.judged_at or sign_off.submitted_at
    overdue = sign_off.remind_at is not None and sign_off.remind_at <= now
    waited = sign_off.reminded + overdue
    return ("late" if waited > 1 else "warn" if waited else "", spell(now - since))


def why_of(sign_off: SignOff) -> str:
    """1,234.00 > 1,000 → 总经理（条款 6.4）; with the sum of the ticket where that counts."""
    book, amount = sign_off.version.book, amount_to_sign(sign_off)
    band = book.approvals[sign_off.approval].bands[bands.index_of(book, sign_off.approval, amount)]
    told = {
        "amount": money(amount), "bound": bound_of(band), "role": role_name(band.by),
        "clause": book.approvals[sign_off.approval].clause,
    }  # fmt: skip
    if amount == sign_off.amount:
        return _("%(amount)s %(bound)s → %(role)s（条款 %(clause)s）") % told
    return _("同一工单合计 %(amount)s %(bound)s → %(role)s（条款 %(clause)s）") % told


def bound_of(band: Band) -> str:
    """> 300 且 ≤ 1,000."""
    marks = ((">", band.gt), ("≥", band.ge), ("≤", band.le), ("<", band.lt))
    return _(" 且 ").join(f"{mark} {value:,}" for mark, value in marks if value is not None)


def levels_of(sign_off: SignOff) -> list[Line]:
    """Every band of the kind, that of this amount marked."""
    book = sign_off.version.book
    here = bands.index_of(book, sign_off.approval, amount_to_sign(sign_off))
    rows = enumerate(book.approvals[sign_off.approval].bands)
    return [Line(bound_of(band), role_name(band.by), "is-here" if index == here else "") for index, band in rows]


def fault_of(sign_off: SignOff, names: dict[str, str]) -> str:
    """Whose fault it was, as judged; `names` are the departments by code."""
    told = sign_off.judgement
    code = str(told.get("loss_department") or "")
    return names.get(code, code) or str(told.get("responsibility") or "—")


def names_of_departments() -> dict[str, str]:
    return dict(departments().values_list("code", "name"))


def shown(sign_off: SignOff) -> Shown:
    """Everything that one needs to decide; a fixed number of statements."""
    paper = papers_behind([sign_off])[sign_off.pk]
    ticket, report = paper.ticket, getattr(paper, "report", None)
    others = [_other(row, sign_off) for row in beside(sign_off)]
    return Shown(
        sign_off=sign_off, paper=paper, ticket=ticket, kind=kind_of(sign_off), clause=clause_of(sign_off),
        state=badge_of(sign_off), turn=turn_of(sign_off), why=why_of(sign_off), levels=levels_of(sign_off),
        rows=_rows(paper), lines=_lines(paper), judgement=_judgement(sign_off), report=report,
        photos=[*(files.files_of(report) if report else ()), *files.files_of(paper)], others=others,
        together=sum((other.amount for other in others if other.counts), sign_off.amount),
        crosses=sign_off.state in OPEN
        and crosses(sign_off.version.book, sign_off.approval, sign_off.amount, amounts_beside(sign_off)),
        coverage=coverage_of(ticket), ticket_state=state_badge(ticket.state),
        jobs=[_job(job) for job in earlier_jobs(ticket)],
    )  # fmt: skip


def _job(ticket: Any) -> Job:
    """An earlier ticket, its approved requests fetched with it."""
    return Job(ticket, state_badge(ticket.state), sum((one.total for one in ticket.granted), Decimal(0)))


def _other(row: SignOff, sign_off: SignOff) -> Other:
    counts = row.approval == sign_off.approval and row.state in COUNTED
    return Other(row.title, row.amount, badge_of(row), counts, row.pk)


def _rows(paper: Paper) -> list[tuple[str, ...]]:
    if isinstance(paper, PartsRequest):
        return [
            (line.part.code, line.part.name, f"{line.quantity} {line.part.unit}", money(line.price), money(line.amount))
            for line in lines_of(paper)
        ]
    if isinstance(paper, FeeApplication):
        return [("", str(item["what"]), "", "", money(Decimal(item["amount"]))) for item in paper.items]
    return []


def _lines(paper: Paper) -> list[Line]:
    """What the paper says besides its lines."""
    if isinstance(paper, FeeApplication):
        lines = [Line(_("费用事由"), paper.reason), Line(_("申请金额"), money(paper.amount))]
    elif isinstance(paper, Purchase):
        lines = [Line(_("购件预算"), money(paper.budget))]
    else:
        return []
    return [*lines, Line(_("实际金额"), money(paper.actual))] if paper.actual is not None else lines


def _judgement(sign_off: SignOff) -> list[Line]:
    """What was judged, in the words of the book."""
    book, told = sign_off.version.book, sign_off.judgement
    titles, names = labels_of(book), names_of_departments() if "loss_department" in told else {}
    return [Line(titles.get(key, key), _said(key, value, names, book.departments)) for key, value in told.items()]


def _said(key: str, value: Any, names: dict[str, str], offered: dict[str, str]) -> str:
    if isinstance(value, bool):
        return str(REASONABLE[value])
    if key == "consulted_cost":
        return money(Decimal(value))
    return names.get(value) or offered.get(value) or str(value)


def brief_of(sign_off: SignOff) -> list[tuple[Any, Any]]:
    """What one must have before one's eyes while signing."""
    told = "；".join(f"{line.label}：{line.text}" for line in _judgement(sign_off))
    pairs = [(_("事项"), sign_off.title), (_("金额"), _("%s 元") % money(sign_off.amount)), (_("权限"), why_of(sign_off))]
    return [*pairs, (_("判定"), told)] if told else pairs
