"""Versions of the regulation: read clause by clause, and published by the general manager."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin
from accounts.models import Person
from core.admin import Opened, Section, object_act
from core.templatetags.clockwork import exact
from rulebook.admin_forms import DraftForm, PublishForm, shown_value
from rulebook.differences import Difference, differences
from rulebook.models import RulebookVersion
from rulebook.selectors import clause_lines, versions
from rulebook.services import draft_rulebook, publish_rulebook
from rulebook.states import VersionState

LABELS = {VersionState.DRAFT: "warning", VersionState.PUBLISHED: "success", VersionState.DISCARDED: "default"}


@admin.register(RulebookVersion)
class VersionAdmin(MatrixAdmin):
    list_acts = ("draft",)
    object_acts = ("publish",)
    list_display = ("called", "effective_from", "stands", "drafted", "released", "published")
    list_display_links = ("called",)
    ordering = ("-number",)
    sortable_by = ("called", "effective_from")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return versions()

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        if obj is None:
            return ""
        if obj.state != VersionState.DRAFT:
            return None
        return _("起草人不能发布自己的版本") if request.user.pk in (obj.author_id, *obj.hands) else ""

    @display(description=gettext_lazy("版本"), ordering="number")
    def called(self, version: RulebookVersion) -> str:
        return _("第 %d 版") % version.number

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, version: RulebookVersion) -> tuple[str, str]:
        return version.state, str(version.get_state_display())

    @display(description=gettext_lazy("起草人"))
    def drafted(self, version: RulebookVersion) -> str:
        return version.author.name if version.author else _("系统")

    @display(description=gettext_lazy("发布人"))
    def released(self, version: RulebookVersion) -> str:
        return version.publisher.name if version.publisher else "—"

    @display(description=gettext_lazy("发布时间"))
    def published(self, version: RulebookVersion) -> str:
        return exact(version.published_at) or "—"

    def heading(self, obj: Any) -> str:
        return self.called(obj)

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        book = obj.book
        pairs = [
            (_("版本"), self.called(obj)), (_("状态"), obj.get_state_display()), (_("生效日期"), obj.effective_from),
            (_("起草人"), obj.author or _("系统")), (_("发布人"), obj.publisher), (_("发布时间"), self.published(obj)),
        ]  # fmt: skip
        params = [[param.title or name, shown_value(param), param.clause or ""] for name, param in book.params.items()]
        clauses = [
            [line.number, line.title, line.text, _("可执行") if line.executes else _("陈述")]
            for line in clause_lines(book)
        ]
        return Opened(entries=self.entries(obj), sections=[
            Section(_("版本"), pairs=pairs),
            Section(_("与上一版相比"), columns=[_("条款与事项"), _("原来"), _("改为")], rows=_differences(obj)),
            Section(_("条款"), columns=[_("条款"), _("标题"), _("内容"), ""], rows=clauses),
            Section(_("参数"), columns=[_("参数"), _("取值"), _("条款")], rows=params),
        ])  # fmt: skip

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        if obj is None:
            return []
        changes = [(title, f"{old} → {new}") for title, old, new in _differences(obj)]
        return [(_("版本"), self.called(obj)), (_("起草人"), obj.author or _("系统")), *changes]

    @object_act("draft_rulebook", gettext_lazy("起草新版"), form=DraftForm, icon="edit_note", tone="primary")
    def draft(
        self, obj: None, *, actor: Person, now: datetime, changes: dict[str, Any], effective_from: date
    ) -> str:
        made = draft_rulebook(changes=changes, effective_from=effective_from, actor=actor, now=now)
        return _("第 %d 版草稿已保存，由总经理发布") % made.number

    @object_act("publish_rulebook", gettext_lazy("发布"), form=PublishForm, icon="publish", tone="primary")
    def publish(self, obj: RulebookVersion, *, actor: Person, now: datetime, effective_from: date) -> str:
        publish_rulebook(version=obj, effective_from=effective_from, actor=actor, now=now)
        return _("第 %(number)d 版已发布，%(day)s 起施行") % {"number": obj.number, "day": effective_from.isoformat()}


def _differences(version: RulebookVersion) -> list[list[str]]:
    """What it says otherwise than the published version before it, clause by clause."""
    before = versions().filter(number__lt=version.number, state=VersionState.PUBLISHED).order_by("-number").first()
    rows = differences(before.book, version.book) if before else []
    return [line for one in rows for line in _lines(one)]


def _lines(one: Difference) -> list[list[str]]:
    what = f"{one.clause} {one.what}".strip()
    if not one.details:
        return [[what, one.before, one.after]]
    return [[f"{what} · {detail.what}", detail.before, detail.after] for detail in one.details]
