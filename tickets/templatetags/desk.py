"""What the shells of desk and phone show around every page."""

from typing import Any, TypedDict

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import may, may_open, roles_of, scopes_of
from accounts.roles import Role
from core import clock
from core.paths import path_of
from notifications.selectors import unread_count
from rulebook.models import RulebookVersion
from rulebook.obligations import stopped_by
from tickets.context import frame_of
from tickets.queues import QUEUES

register = template.Library()
SHORTEST_PHONE = 7
# In the names of pages about parts on signature.
PARTS = "warranty"
WHEREABOUTS = "fieldservice:daily_checks"
MONTHS = "penalties:months"


class Link(TypedDict):
    """A dictionary, which templates read twice as fast as an object."""

    url: str
    label: str
    count: int | None
    here: bool
    late: bool
    code: str


def _link(
    url: str, label: Any, count: int | None = None, *, here: bool = False, late: bool = False, code: str = ""
) -> Link:
    return {"url": url, "label": str(label), "count": count, "here": here, "late": late, "code": code}


# Pages of the phone's bottom line: URL name, label, icon.
TABS = (
    ("fieldservice:jobs", gettext_lazy("今天"), "jobs"),
    ("fieldservice:daily_report", gettext_lazy("行踪"), "visits"),
    ("fieldservice:month", gettext_lazy("本月"), "money"),
    ("notifications:inbox", gettext_lazy("通知"), "bell"),
    ("fieldservice:me", gettext_lazy("我的"), "me"),
)
OFFICE_TAB = ("tickets:home", gettext_lazy("首页"), "jobs")
# Pages of the side line below the queues.
REFERENCE = (
    ("warranty:to_check", gettext_lazy("待核对报告")), ("warranty:purchase_reports", gettext_lazy("急需购件报告")),
    ("warranty:work", gettext_lazy("三包待办")), ("warranty:claims", gettext_lazy("三包单")),
    ("warranty:stock", gettext_lazy("配件与库存")),
    ("warranty:old_parts", gettext_lazy("三包旧件")),
    ("fieldservice:engineers", gettext_lazy("人员动态")), ("fieldservice:trips", gettext_lazy("出差与休假")),
    ("tickets:enquiries", gettext_lazy("用户咨询")), ("tickets:complaints", gettext_lazy("投诉")),
    ("fieldservice:contacts", gettext_lazy("联系记录")), ("fieldservice:daily_checks", gettext_lazy("行踪核实")),
    ("fieldservice:duties", gettext_lazy("待履行")), ("penalties:months", gettext_lazy("月度结算")),
    ("penalties:bulletins", gettext_lazy("服务通报")), ("penalties:off_post", gettext_lazy("下岗人员")),
    ("figures:service", gettext_lazy("服务分析")), ("figures:warranty", gettext_lazy("三包分析")),
    ("tickets:search", gettext_lazy("客户与设备")), ("customers:imports", gettext_lazy("导入资料")),
    ("public:labels", gettext_lazy("二维码标签")), ("rulebook:clauses", gettext_lazy("制度")),
)  # fmt: skip


@register.inclusion_tag("components/desk_nav.html", takes_context=True)
def desk_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Queues with live counts, the button for a new fault, reference pages: each only where it is open."""
    request, now = context["request"], clock.now()
    person = request.user
    here = context.get("queue")
    counts = frame_of(request).counts
    list_ = path_of("tickets:queue")
    links = [
        _link(f"{list_}?queue={queue.code}", queue.label, counts[queue.code], here=queue.code == here,
              late=queue.code == "overdue" and counts[queue.code] > 0, code=queue.code)
        for queue in QUEUES
        if queue.code in counts
    ]  # fmt: skip
    if "reviews" in counts:
        links.append(_link(path_of("public:reviews"), _("待核对报修"), counts["reviews"], here=here == "reviews",
                           late=counts["reviews"] > 0, code="reviews"))  # fmt: skip
    if "claims" in counts:
        links.append(_link(path_of("tickets:claims"), _("待认定到场"), counts["claims"], here=here == "claims",
                           late=counts["claims"] > 0, code="claims"))  # fmt: skip
    path = request.path
    version = frame_of(request).version
    pages = [_link(path_of(name), label, here=path.startswith(path_of(name))) for name, label in REFERENCE
             if may_open(person, name, now=now) and _in_book(name, version)]  # fmt: skip
    return {"queues": links, "pages": pages, "may_report": may(person, "report_fault", now=now)}


def _in_book(name: str, version: RulebookVersion | None) -> bool:
    """Whether the book knows what the page is about: not every trade signs for parts, or asks for whereabouts."""
    if version is None:
        return True
    if name == WHEREABOUTS:
        return bool(stopped_by(version.book, "daily_report.sent"))
    if name == MONTHS:
        return "monthly" in version.book.deadlines
    return PARTS not in name or "parts_issue" in version.book.approvals


@register.inclusion_tag("components/phone_tabs.html", takes_context=True)
def phone_tabs(context: dict[str, Any]) -> dict[str, Any]:
    request, now = context["request"], clock.now()
    # A colleague of the office has no jobs: his first tab leads back to his own first page.
    first = () if may_open(request.user, TABS[0][0], now=now) else (OFFICE_TAB,)
    tabs = [
        {"url": path_of(name), "label": label, "icon": icon, "here": request.path == path_of(name),
         "count": unread_count(request.user) if icon == "bell" else 0}
        for name, label, icon in (*first, *TABS)
        if may_open(request.user, name, now=now)
    ]  # fmt: skip
    return {"tabs": tabs}


@register.inclusion_tag("components/bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, int]:
    return {"unread": frame_of(context["request"]).unread}


@register.simple_tag(takes_context=True)
def company_line(context: dict[str, Any]) -> str:
    """示范设备有限公司 · 技质部"""
    frame = frame_of(context["request"])
    return " · ".join(part for part in (frame.company, frame.place) if part)


@register.simple_tag
def roles_line(person: Any) -> str:
    """The roles that a person exercises now, deputised ones included."""
    held = roles_of(person, now=clock.now())
    return "、".join(str(Role(role).label) for role in sorted(held)) or _("没有岗位")


@register.filter
def phone_for(number: str, person: Any) -> str:
    """A customer's number in full for whose work it is, else 138****0021."""
    if scopes_of(person, "phones", now=clock.now()) or len(number) < SHORTEST_PHONE:
        return number
    return f"{number[:3]}****{number[-4:]}"


@register.filter
def unread(person: Any) -> int:
    return unread_count(person)


@register.filter
def opens(person: Any, page_name: str) -> bool:
    """Whether the page would open to the person: what would not is not offered."""
    return may_open(person, page_name, now=clock.now())


@register.filter
def own_links(person: Any) -> list[Link]:
    """The person's other doors: the phone, the administration, the password."""
    now = clock.now()
    doors = [
        ("fieldservice:jobs", _("手机端：我的工作")), ("penalties:mine", _("我的考核")), ("accounts:password", _("修改密码")),
    ]  # fmt: skip
    links = [_link(path_of(name), label) for name, label in doors if may_open(person, name, now=now)]
    if may_open(person, "admin:index", now=now):
        links.append(_link(path_of("admin:index"), _("管理台")))
    return links
