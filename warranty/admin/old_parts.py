"""Old parts in the admin: what is owed, what came back and what it showed. The acts stand on the part's own page."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin, asker
from core.admin import Opened, Section, instant
from core.templatetags.clockwork import due_stamp, exact
from tickets.selectors.timeline import label_of
from warranty.models import OldPart
from warranty.selectors.old_parts import STATES, seen_parts
from warranty.states import COLOURS

TONES = {"amber": "warning", "blue": "info", "green": "success", "red": "danger", "grey": "default"}


class Waiting(admin.SimpleListFilter):
    """What is owed, late, close to its limit, or waits for the inspector."""

    title, parameter_name = gettext_lazy("进度"), "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("owed", _("待返回")), ("overdue", _("逾期未返")), ("soon", _("七天内到期")), ("to_inspect", _("待检验")),
            ("settled", _("已检验")), ("exempt", _("免返")),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[OldPart]) -> QuerySet[OldPart]:
        wanted = STATES.get(self.value() or "")
        return queryset.filter(wanted(instant(request))) if wanted else queryset


@admin.register(OldPart)
class OldPartAdmin(MatrixAdmin):
    list_display = ("number", "what", "who", "due", "price", "stands")
    list_filter = (Waiting,)
    list_fullwidth = True
    paginator = InfinitePaginator
    ordering = ("-id",)
    sortable_by = ("due",)
    search_fields = ("number__startswith", "claim__number__startswith", "ticket__number__startswith",
                     "part__code__startswith")  # fmt: skip
    search_help_text = gettext_lazy("旧件编号、三包单号、工单号或件号的开头")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return seen_parts(asker(request), now=instant(request))

    def act_label(self, code: str) -> str:
        """Acts, steps and events alike: the journal of a part tells of all three."""
        return label_of(code)

    @display(description=gettext_lazy("旧件"))
    def what(self, row: OldPart) -> str:
        return f"{row.part} × {row.quantity}"

    @display(description=gettext_lazy("经办人"))
    def who(self, row: OldPart) -> str:
        return row.handler.name

    @display(description=gettext_lazy("返回期限"), ordering="due_at")
    def due(self, row: OldPart) -> str:
        return due_stamp(row.due_at) or "—"

    @display(description=gettext_lazy("三包单价款"))
    def price(self, row: OldPart) -> str:
        return f"{row.slip_price:,}"

    @display(description=gettext_lazy("状态"), label=dict(TONES))
    def stands(self, row: OldPart) -> tuple[str, str]:
        return COLOURS[row.state], row.get_state_display()

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        about = [
            (_("旧件编号"), obj.number), (_("配件"), self.what(obj)), (_("三包单"), obj.claim.number),
            (_("工单"), obj.ticket.number), (_("经办人"), obj.handler), (_("三包单价款"), self.price(obj)),
            (_("出厂价"), f"{obj.ex_works_price:,}"), (_("完工时间"), exact(obj.owed_since)),
            (_("返回期限"), self.due(obj)),
        ]  # fmt: skip
        fate = [
            (_("状态"), obj.get_state_display()), (_("返回时间"), _at(obj.returned_at)),
            (_("接收人"), obj.taken_by or "—"), (_("检验时间"), _at(obj.inspected_at)),
            (_("检验人"), obj.inspected_by or "—"), (_("检验记录"), obj.findings or "—"),
            (_("核定损失"), obj.assessed_loss if obj.assessed_loss is not None else "—"),
            (_("免返理由"), obj.exempt_reason or "—"),
        ]  # fmt: skip
        return Opened([Section(_("旧件"), pairs=about), Section(_("去向"), pairs=fate)], entries=self.entries(obj))


def _at(instant_: datetime | None) -> str:
    return exact(instant_) or "—"
