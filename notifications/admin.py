"""What waits to leave the house, and why something did not; the texts stay in people's own inboxes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin
from core.admin import Opened, Section
from core.templatetags.clockwork import exact, stamp
from notifications.models import OutboxMessage
from notifications.selectors import outbox


@admin.register(OutboxMessage)
class OutboxAdmin(MatrixAdmin):
    list_display = ("who", "channel", "created", "attempts", "stands")
    list_display_links = ("who",)
    search_fields = ("notice__person__name",)
    search_help_text = gettext_lazy("姓名")
    ordering = ("-id",)
    sortable_by = ("created", "attempts")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return outbox()

    @display(description=gettext_lazy("收件人"))
    def who(self, message: OutboxMessage) -> str:
        return message.notice.person.name

    @display(description=gettext_lazy("产生时间"), ordering="created_at")
    def created(self, message: OutboxMessage) -> str:
        return stamp(message.created_at)

    @display(description=gettext_lazy("状态"))
    def stands(self, message: OutboxMessage) -> str:
        if message.sent_at:
            return _("已送出")
        return _("已放弃") if message.given_up_at else _("待发")

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        ended = obj.sent_at or obj.given_up_at
        pairs = [
            (_("收件人"), obj.notice.person.name), (_("渠道"), obj.channel), (_("产生时间"), exact(obj.created_at)),
            (_("状态"), self.stands(obj)), (_("时间"), exact(ended) if ended else None),
            (_("次数"), obj.attempts), (_("下次重试"), None if ended else exact(obj.next_try_at)),
            (_("失败原因"), obj.last_error or None),
        ]  # fmt: skip
        return Opened(sections=[Section(_("待发消息"), pairs=pairs)])
