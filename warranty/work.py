"""What waits for each role of the store, as sections of one page: rows with the one act that goes on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department
from accounts.permissions import may, roles_of
from accounts.roles import Role
from core.countdown import Left
from rulebook.acts import clause_of
from warranty import claim_showing as showing
from warranty.models import Claim, ClaimLine, PartsRequest, Stock
from warranty.selectors import claims, stock
from warranty.states import ClaimState

MOST = 30
S = ClaimState


@dataclass(frozen=True)
class Row:
    """One line: what it is, what it waits for, and the act; `left` where a limit runs."""

    title: str
    url: str
    sub: str = ""
    more: str = ""
    what: str = ""
    who: str = ""
    waits: str = ""
    left: Left | None = None
    due_at: datetime | None = None
    clause: str = ""
    act: Any = ""
    act_url: str = ""
    tone: str = ""

    @property
    def late(self) -> bool:
        return self.left is not None and self.left.tone == "late"


@dataclass(frozen=True)
class Section:
    """What waits for one act. `more` counts what the page does not show."""

    code: str
    title: Any
    why: Any
    empty: Any
    rows: Sequence[Row] = field(default_factory=list)
    count: int = 0
    all_url: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


# Code of the section: the act, its title, why it waits here, what an empty one says.
TOLD: dict[str, tuple[str, Any, Any, Any]] = {
    "issue": ("issue_claim", gettext_lazy("待开三包单"), gettext_lazy("发件申请已批准"),
              gettext_lazy("没有已批准而未开单的申请")),
    "sign": ("sign_claim", gettext_lazy("待审核签字"), gettext_lazy("损失由您的部门承担"),
             gettext_lazy("没有等待您部门签字的三包单")),
    "draw": ("draw_parts", gettext_lazy("待领料"), gettext_lazy("责任部门已签字"), gettext_lazy("没有待领料的三包单")),
    "hand": ("hand_over", gettext_lazy("待交运"), gettext_lazy("已领料，选定快件、货运或客车"),
             gettext_lazy("没有待交运的配件")),
    "courier": ("ship", gettext_lazy("快件待寄出"), gettext_lazy("已交快件，登记运单号"), gettext_lazy("没有待寄出的快件")),
    "freight": ("ship", gettext_lazy("大件待发运"), gettext_lazy("已收到发运通知单，最迟次日 24:00 发出"),
                gettext_lazy("没有待发运的大件")),
    "inform": ("inform_engineer", gettext_lazy("待通知服务人员"), gettext_lazy("已发运，告知运单号和预计到达"),
               gettext_lazy("没有待通知的发运")),
}  # fmt: skip
ACT_LABELS = {
    "issue_claim": gettext_lazy("开三包单"), "sign_claim": gettext_lazy("审核"), "draw_parts": gettext_lazy("领料"),
    "hand_over": gettext_lazy("交运"), "ship": gettext_lazy("登记发运"), "inform_engineer": gettext_lazy("通知"),
}  # fmt: skip
WHOSE: dict[str, tuple[str, ...]] = {
    Role.STATISTICIAN: ("issue", "draw", "hand", "courier"), Role.LOSS_DEPARTMENT_REVIEWER: ("sign",),
    Role.FREIGHT_DISPATCHER: ("freight",), Role.LIAISON: ("inform",),
    # He sees what will be asked of him; the statistician draws it.
    Role.WAREHOUSE_KEEPER: ("draw",),
}  # fmt: skip


def sections_of(person: Any, *, now: datetime) -> Iterator[Section]:
    """The sections of the person's roles, in the order of a claim's way."""
    held = roles_of(person, now=now)
    wanted = {code for role, codes in WHOSE.items() if role in held for code in codes}
    for code in TOLD:
        if code in wanted:
            yield _section(code, person, now)
    if may(person, "book_stock", now=now) or may(person, "draw_parts", now=now):
        yield _low(may_book=may(person, "book_stock", now=now))


def _section(code: str, person: Any, now: datetime) -> Section:
    act, title, why, empty = TOLD[code]
    found: QuerySet[Any] = claims.to_issue() if code == "issue" else _waiting(code, person, now)
    shown = list(found[: MOST + 1])
    # Counted only where the page cannot show them all.
    count = len(shown) if len(shown) <= MOST else found.count()
    if code == "issue":
        rows = _request_rows(shown[:MOST], now)
    else:
        rows = _claim_rows(shown[:MOST], act, may(person, act, now=now), now)
    return Section(code, title, why, empty, rows, count, _all_url(code))


def _waiting(code: str, person: Any, now: datetime) -> QuerySet[Claim]:
    kinds: dict[str, Callable[[], QuerySet[Claim]]] = {
        "sign": lambda: claims.to_sign(person, now=now), "draw": lambda: claims.in_state(S.SIGNED),
        "hand": lambda: claims.in_state(S.DRAWN), "courier": lambda: claims.to_ship(large=False),
        "freight": lambda: claims.to_ship(large=True), "inform": lambda: claims.in_state(S.SHIPPED),
    }  # fmt: skip
    return kinds[code]()


def _all_url(code: str) -> str:
    states = {"sign": S.OPEN, "draw": S.SIGNED, "hand": S.DRAWN, "courier": S.HANDED_OVER, "freight": S.HANDED_OVER,
              "inform": S.SHIPPED}  # fmt: skip
    return f"{reverse('warranty:claims')}?state={states[code]}" if code in states else ""


def _request_rows(rows: Sequence[PartsRequest], now: datetime) -> list[Row]:
    lines, approved = claims.request_lines_of(rows), claims.approved_at(rows)
    return [
        Row(
            row.number, "", sub=_machine(row), what=showing.in_short(lines.get(row.pk, [])),
            who=_borne(row.loss_department, row.total), waits=showing.since(approved.get(row.pk), now=now),
            clause=clause_of(row.version.book, "issue_claim"), act=ACT_LABELS["issue_claim"],
            act_url=reverse("warranty:issue_claim", args=[row.number]),
        )
        for row in rows
    ]  # fmt: skip


def _borne(department: Department | None, total: Decimal) -> str:
    return _("%(department)s · %(total)s 元") % {"department": department or "", "total": f"{total:,.2f}"}


def _claim_rows(rows: Sequence[Claim], act: str, his: bool, now: datetime) -> list[Row]:
    """Rows with the button of the act where it is the reader's to do."""
    lines = claims.lines_of(rows)
    limits = claims.limits_of(rows) if act == "ship" else {}
    shown = [_claim_row(row, lines.get(row.pk, []), limits.get(row.pk), act, now) for row in rows]
    return shown if his else [replace(row, act="", act_url="") for row in shown]


def _claim_row(claim: Claim, lines: Sequence[ClaimLine], limit: Any, act: str, now: datetime) -> Row:
    url = claim.get_absolute_url()
    # A reviewer reads the slip before he signs it.
    act_url = url if act == "sign_claim" else reverse(f"warranty:{act}", args=[claim.number])
    return Row(
        claim.number, url, sub=_machine(claim), more=_notice(claim), what=showing.in_short(lines),
        who=_who(claim, act), waits=showing.since(_since(claim), now=now), left=showing.left_of(limit, now=now),
        due_at=limit.due_at if limit else None,
        clause=limit.clause if limit else clause_of(claim.ticket.version.book, act),
        act=ACT_LABELS[act], act_url=act_url,
    )  # fmt: skip


def _machine(paper: Claim | PartsRequest) -> str:
    return f"{paper.ticket.number} · {paper.ticket.serial}"


def _notice(claim: Claim) -> str:
    return _("通知单 %(number)s") % {"number": claim.notice_number} if claim.notice_number else ""


def _who(claim: Claim, act: str) -> str:
    """Whom the act concerns: the department that pays, who receives, or how it goes."""
    if act in ("sign_claim", "draw_parts"):
        return _borne(claim.loss_department, claim.total)
    engineer = claim.ticket.engineer.name if claim.ticket.engineer else _("尚未派工")
    return " · ".join(filter(None, [showing.mode_of(claim), engineer]))


def _since(claim: Claim) -> datetime | None:
    """When the claim came into its state."""
    return claim.shipped_at or claim.handed_over_at or claim.drawn_at or claim.signed_at or claim.issued_at


def _low(*, may_book: bool) -> Section:
    """What lies below its safety stock: a badge on each, and where to book."""
    found = stock.in_warehouses(low=True)
    shown = list(found[: MOST + 1])
    count = len(shown) if len(shown) <= MOST else found.count()
    url = f"{reverse('warranty:stock')}?low=1"
    title, why = _("低于安全库存"), _("领料后不足，请及时补货")
    return Section("low", title, why, _("各库房都在安全库存以上"), [_stock_row(row, may_book) for row in shown[:MOST]], count, url)


def _stock_row(row: Stock, may_book: bool) -> Row:
    told = {"there": row.quantity, "unit": row.part.unit, "safety": row.safety}
    return Row(
        row.part.code, reverse("warranty:part", args=[row.part_id]), sub=str(row.warehouse), what=row.part.name,
        waits=_("现有 %(there)d %(unit)s，安全库存 %(safety)d") % told, tone="late",
        act=_("入库") if may_book else "",
        act_url=reverse("warranty:book_stock", args=[row.part_id]) if may_book else "",
    )  # fmt: skip
