"""How the admin looks and what its navigation offers to whom; settings take it over as UNFOLD."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

Count = Callable[[HttpRequest], int | None]


def company_name(request: HttpRequest) -> str:
    """The company's name heads every page."""
    from accounts.selectors import company

    found = company()
    return found.name if found else str(_("售后服务"))


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages that the matrix opens to the person, grouped, with what waits there for him; read once a request."""
    kept = vars(request)
    if "console_navigation" not in kept:
        kept["console_navigation"] = [group for group in map(_group(request), GROUPS) if group["items"]]
    return kept["console_navigation"]


def waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Only the entries that count something, for pages outside the admin."""
    counting = [entry for _title, entries in GROUPS for entry in entries if any(map(callable, entry))]
    return [item for entry in counting if (item := _item(request, *entry)) and "count" in item]


def todo(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the start page shows as figures: the entries that count something."""
    return [item for group in groups for item in group["items"] if "count" in item]


def _group(request: HttpRequest) -> Callable[[tuple[Any, list[tuple[Any, ...]]]], dict[str, Any]]:
    def build(group: tuple[Any, list[tuple[Any, ...]]]) -> dict[str, Any]:
        title, entries = group
        return {"title": title, "items": [item for entry in entries if (item := _item(request, *entry))]}

    return build


def _item(
    request: HttpRequest, title: Any, model: str, icon: str, count: Count | None = None, page: str = "changelist"
) -> dict[str, Any] | None:
    """The entry, where the page itself would open to the person."""
    # Settings read this module before there are apps.
    from django.apps import apps
    from django.contrib.admin import site

    found = apps.get_model(model)
    if not site.is_registered(found) or not site.get_model_admin(found).has_view_permission(request):
        return None
    url = reverse(f"admin:{found._meta.app_label}_{found._meta.model_name}_{page}")
    item: dict[str, Any] = {"title": title, "icon": icon, "link": url, "active": request.path == url}
    number = count(request) if count is not None else None
    if number is not None:
        item["count"] = number
        item |= {"badge": str(number), "badge_variant": "primary"} if number else {}
    return item


def _to_decide(request: HttpRequest) -> int:
    from accounts.admin_rights import asker
    from core.admin import instant
    from penalties.selectors import to_decide

    return to_decide(asker(request), now=instant(request)).count()


def _proofs(request: HttpRequest) -> int:
    from accounts.admin_rights import asker
    from core.admin import instant
    from penalties.selectors import proofs_to_decide

    return proofs_to_decide(asker(request), now=instant(request)).count()


def _appeals(request: HttpRequest) -> int | None:
    """None for those who read the list, decide none by their role and were named for none."""
    from accounts.admin_rights import asker
    from accounts.permissions import may
    from core.admin import instant
    from penalties.selectors import appeals_to_decide

    person, now = asker(request), instant(request)
    return appeals_to_decide(person, now=now).count() or (0 if may(person, "decide_appeal", now=now) else None)


def _to_sign(request: HttpRequest) -> int | None:
    """None for those who read the list and never judge or sign: nothing of it waits for them."""
    from accounts.admin_rights import asker
    from accounts.permissions import may
    from approvals.selectors import waiting_for
    from core.admin import instant

    person, now = asker(request), instant(request)
    signs = any(may(person, act, now=now) for act in ("judge", "approve"))
    return waiting_for(person, now=now).count() if signs else None


GROUPS: list[tuple[Any, list[tuple[Any, ...]]]] = [
    (_("审批"), [(_("审批"), "approvals.SignOff", "approval", _to_sign)]),
    (_("考核"), [
        (_("考核裁决"), "judgement.Proposal", "gavel", _to_decide),
        (_("书面证明"), "penalties.WrittenProof", "description", _proofs),
        (_("考核申诉"), "penalties.Appeal", "balance", _appeals),
        (_("违规事实"), "penalties.Incident", "report"),
        (_("月度台账"), "penalties.LedgerEntry", "receipt_long", None, "months"),
    ]),
    (_("工单"), [
        (_("工单"), "tickets.Ticket", "build"),
        (_("时限"), "deadlines.Deadline", "timer"),
        (_("判定的事实"), "judgement.Fact", "fact_check"),
    ]),
    (_("配件"), [
        (_("三包单"), "warranty.Claim", "receipt"),
        (_("三包旧件"), "warranty.OldPart", "assignment_return"),
        (_("配件目录"), "warranty.Part", "inventory_2"),
        (_("库存"), "warranty.Stock", "warehouse"),
    ]),
    (_("客户与设备"), [
        (_("客户"), "customers.Customer", "apartment"),
        (_("设备"), "customers.Machine", "precision_manufacturing"),
        (_("合同"), "customers.Contract", "contract"),
        (_("回访单"), "fieldservice.CustomerVisit", "rate_review"),
        (_("导入记录"), "customers.ImportRun", "upload_file"),
    ]),
    (_("制度"), [(_("制度版本"), "rulebook.RulebookVersion", "menu_book")]),
    (_("人员"), [
        (_("人员"), "accounts.Person", "group"),
        (_("岗位任职"), "accounts.RoleAssignment", "badge"),
        (_("授权代理"), "accounts.Delegation", "swap_horiz"),
        (_("部门"), "accounts.Department", "lan"),
        (_("办事处"), "accounts.Office", "location_city"),
    ]),
    (_("系统"), [
        (_("放假安排"), "core.CalendarYear", "event"),
        (_("待发消息"), "notifications.OutboxMessage", "outbox"),
    ]),
]  # fmt: skip

ACCENT = {
    "50": "#f3f7fe", "100": "#e8f0fd", "200": "#cfe0fb", "300": "#a5c4f6", "400": "#6f9eec", "500": "#3f7ae0",
    "600": "#1d5fd1", "700": "#1850b4", "800": "#174391", "900": "#173a75", "950": "#0f2449",
}  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": company_name,
    "SITE_HEADER": company_name,
    "SITE_SYMBOL": "construction",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    # The state colours are those of the light surface.
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "COLORS": {"primary": ACCENT},
    "STYLES": [lambda request: static("css/console.css")],
    "SIDEBAR": {
        "show_search": False,
        "command_search": False,
        "show_all_applications": False,
        "navigation": navigation,
    },
}
