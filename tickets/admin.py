"""Tickets for those who look things up: found by number, serial, phone or customer, read with their whole history."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin, asker
from accounts.permissions import scopes_of
from core.admin import Opened, Section, instant
from core.cells import masked_phone
from core.subjects import Subject
from core.templatetags.clockwork import exact, stamp
from deadlines.selectors import of_subject
from judgement.selectors import proposals
from tickets.models import Ticket
from tickets.selectors import seen_tickets, timeline
from tickets.showing import TONES, coverage_of, due_panel, place_of, zone_title
from tickets.states import COLOURS, TicketState

THEMED = {"warn": "warning", "info": "info", "ok": "success", "late": "danger", "mute": ""}
LABELS = {state: THEMED[TONES[COLOURS[state]]] for state in TicketState}


@admin.register(Ticket)
class TicketAdmin(MatrixAdmin):
    list_display = ("number", "customer_name", "fault_short", "engineer", "notified", "stands")
    list_display_links = ("number",)
    list_filter = (("state", ChoicesDropdownFilter), "urgent")
    search_help_text = gettext_lazy("工单号、出厂编号、电话或客户")
    ordering = ("-notified_at", "-id")
    sortable_by = ("number", "customer_name", "notified")
    show_full_result_count = False

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return seen_tickets(asker(request), now=instant(request))

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Who sees phones masked must not find them out digit by digit."""
        fields = ("number", "serial", "customer_name")
        return (*fields, "phone") if self._sees_phones(request) else fields

    def _sees_phones(self, request: HttpRequest) -> bool:
        return "all" in scopes_of(request.user, "phones", now=instant(request))

    @display(description=gettext_lazy("故障现象"))
    def fault_short(self, ticket: Ticket) -> str:
        return ticket.fault if len(ticket.fault) <= 24 else f"{ticket.fault[:24]}…"

    @display(description=gettext_lazy("用户通知时间"), ordering="notified_at")
    def notified(self, ticket: Ticket) -> str:
        return stamp(ticket.notified_at)

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, ticket: Ticket) -> tuple[str, str]:
        return ticket.state, str(ticket.get_state_display())

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        now = instant(request)
        limits = [due_panel(row, row.version, now=now) for row in of_subject(Subject.of(obj))]
        panels = [
            Section(f"{due.label} {due.clause}", pairs=[(line.label, line.text) for line in due.lines], note=due.note)
            for due in limits
        ]
        known = proposals(of=Subject.of(obj)).visible_to(request.user, now=now)
        sections = [Section(_("工单"), pairs=self._told(request, obj)), *panels]
        return Opened(sections=sections, entries=timeline(obj, known=list(known)))

    def _told(self, request: HttpRequest, obj: Ticket) -> list[tuple[Any, Any]]:
        phone = obj.phone if self._sees_phones(request) else masked_phone(obj.phone)
        coverage = coverage_of(obj)
        return [
            (_("工单号"), obj.number), (_("状态"), obj.get_state_display()), (_("客户"), obj.customer_name),
            (_("出厂编号"), obj.serial), (_("故障现象"), obj.fault), (_("急需"), _("是") if obj.urgent else _("否")),
            (_("现场"), place_of(obj.country, obj.province, obj.address)), (_("区域"), zone_title(obj.version, obj.zone)),
            (_("联系人"), f"{obj.contact} {phone}".strip()), (_("保修"), f"{coverage.label} {coverage.note}"),
            (_("用户通知时间"), exact(obj.notified_at)), (_("登记时间"), exact(obj.reported_at)),
            (_("轮次"), obj.cycle), (_("服务人员"), obj.engineer), (_("办事处"), obj.office), (_("制度版本"), obj.version),
        ]  # fmt: skip
