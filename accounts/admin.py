"""People, departments, offices, roles and delegations in the admin: shown here, changed by acts only."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts import selectors, services
from accounts.admin_forms import (
    DelegateForm,
    EditPersonForm,
    EndRoleForm,
    FirstPassword,
    GiveRoleForm,
    HireForm,
    StaffListForm,
)
from accounts.admin_rights import MatrixAdmin
from accounts.models import Delegation, Department, Office, Person, RoleAssignment
from accounts.permissions import scopes_of
from accounts.roles import Role
from accounts.states import PersonState
from core import clock
from core.admin import Opened, Section, instant, object_act
from core.admin_forms import ActForm
from core.cells import masked_phone

# Django's own groups and the lock-out tables would be open to any superuser; rights come from the matrix alone.
FOREIGN: list[type[Model]] = [Group, *apps.get_app_config("axes").get_models()]
for foreign in FOREIGN:
    if admin.site.is_registered(foreign):
        admin.site.unregister(foreign)

SHOWN = {PersonState.ACTIVE: "success", PersonState.OFF_POST: "danger"}


@admin.register(Person)
class PersonAdmin(MatrixAdmin):
    object_acts: tuple[str, ...] = ("edit", "give_role", "take_role", "reset_password", "close_account")
    list_acts = ("hire", "import_list")
    list_display = ("name", "username", "employee_no", "roles", "department", "office", "status", "is_active")
    list_display_links = ("name",)
    list_filter = ("is_active", "state", "kind", "department", "office")
    # Never the password: what a search can ask for, it can find out letter by letter.
    search_fields = ("name", "username", "phone")
    search_help_text = _("姓名、用户名或手机")
    sortable_by = ("name", "username", "employee_no")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return selectors.people_page(request.user, now=instant(request))

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        if obj is None:
            return ""
        return "" if obj.is_active and (obj.pk != request.user.pk or name == "edit") else None

    @object_act("hire", _("新增人员"), form=HireForm, icon="person_add", tone="primary")
    def hire(self, obj: None, *, actor: Person, now: datetime, **given: Any) -> str:
        return gettext("已新增 %s") % services.hire(actor=actor, now=now, must_change_password=True, **given).name

    @object_act("import_people", _("导入人员名单"), form=StaffListForm, icon="upload")
    def import_list(self, obj: None, *, actor: Person, now: datetime, content: bytes) -> str:
        done = services.import_people(content=content, actor=actor, now=now)
        first = "；".join(f"{username} {password}" for username, password in done.passwords.items())
        return f"{done.summary}。{gettext('初始密码（只显示这一次）：')}{first}" if first else done.summary

    @object_act("edit_person", _("修改资料"), form=EditPersonForm, icon="edit")
    def edit(self, obj: Person, *, actor: Person, now: datetime, **given: Any) -> str:
        services.edit_person(person=obj, actor=actor, now=now, **given)
        return gettext("%s 的资料已更新") % obj.name

    @object_act("assign_role", _("任命岗位"), form=GiveRoleForm, icon="badge")
    def give_role(self, obj: Person, *, actor: Person, now: datetime, role: str) -> str:
        given = services.assign_role(person=obj, role=role, actor=actor, now=now)
        return gettext("%(name)s 已任%(role)s") % {"name": obj.name, "role": given.get_role_display()}

    @object_act("end_role", _("免去岗位"), form=EndRoleForm, icon="person_remove")
    def take_role(self, obj: Person, *, actor: Person, now: datetime, role: str, reason: str) -> str:
        services.end_role(person=obj, role=role, reason=reason, actor=actor, now=now)
        return gettext("%(name)s 不再任%(role)s") % {"name": obj.name, "role": Role(role).label}

    @object_act("set_password", _("重置密码"), form=FirstPassword, icon="key")
    def reset_password(self, obj: Person, *, actor: Person, now: datetime, new: str) -> str:
        services.set_password(person=obj, new=new, actor=actor, now=now)
        return gettext("%s 的密码已重置，首次登录须修改") % obj.name

    @object_act("deactivate", _("停用账号"), icon="block", tone="danger")
    def close_account(self, obj: Person, *, actor: Person, now: datetime, reason: str) -> str:
        services.deactivate(person=obj, reason=reason, actor=actor, now=now)
        return gettext("%s 的账号已停用，岗位与授权同时终止") % obj.name

    @display(description=_("岗位"))
    def roles(self, person: Person) -> str:
        held: list[RoleAssignment] = person.current_roles  # type: ignore[attr-defined]  # set by people_page()
        return "、".join(str(one.get_role_display()) for one in held)

    @display(description=_("状态"), label=SHOWN)
    def status(self, person: Person) -> tuple[str, str]:
        return person.state, str(person.get_state_display())

    def opened(self, request: HttpRequest, obj: Person) -> Opened:
        now = instant(request)
        today = selectors.status(obj, clock.local_day(now))
        pairs = [
            (_("用户名"), obj.username), (_("工号"), obj.employee_no), (_("部门"), obj.department or ""),
            (_("办事处"), obj.office or ""), (_("人员类别"), obj.get_kind_display()),
            (_("负责区域"), "、".join(obj.regions)), (_("手机"), self._phone(request, obj)), (_("邮箱"), obj.email),
            (_("状态"), today.label if obj.is_active else _("已离职")),
        ]  # fmt: skip
        held = [(row.get_role_display(), _moment(row.since), _moment(row.until)) for row in selectors.tenures(obj)]
        given = [
            (row.principal, row.deputy, row.get_role_display(), _moment(row.until))
            for row in selectors.delegations_of(obj, now=now)
        ]
        return Opened(
            sections=[
                Section(_("资料"), pairs=pairs),
                Section(_("岗位"), columns=[_("岗位"), _("自"), _("至")], rows=held),
                Section(_("授权代理"), columns=[_("授权人"), _("代理人"), _("岗位"), _("截止")], rows=given),
            ],
            entries=self.entries(obj),
        )

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Who sees numbers masked does not find them out by searching either."""
        whole = self._sees_phones(request)
        return tuple(name for name in self.search_fields if whole or name != "phone")

    def _sees_phones(self, request: HttpRequest) -> bool:
        return self.may_do(request, "edit_person") or "all" in scopes_of(request.user, "phones", now=instant(request))

    def _phone(self, request: HttpRequest, person: Person) -> str:
        return person.phone if self._sees_phones(request) else masked_phone(person.phone)


@admin.register(Department)
class DepartmentAdmin(MatrixAdmin):
    list_display = ("name", "code")
    search_fields = ("name",)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return selectors.departments()

    def opened(self, request: HttpRequest, obj: Department) -> Opened:
        return Opened(sections=[Section(_("资料"), pairs=[(_("名称"), obj.name), (_("代码"), obj.code)])])


@admin.register(Office)
class OfficeAdmin(MatrixAdmin):
    list_display = ("name", "province", "independent", "code")
    list_filter = ("independent",)
    search_fields = ("name", "province")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return selectors.offices()

    def opened(self, request: HttpRequest, obj: Office) -> Opened:
        independent = _("是") if obj.independent else _("否")
        pairs = [(_("名称"), obj.name), (_("省份"), obj.province), (_("独立承担服务"), independent)]
        return Opened(sections=[Section(_("资料"), pairs=pairs)])


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(MatrixAdmin):
    list_display = ("person", "role", "since", "until")
    list_filter = ("role",)
    search_fields = ("person__name", "person__username")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return selectors.assignments_seen_by(request.user, now=instant(request))


@admin.register(Delegation)
class DelegationAdmin(MatrixAdmin):
    list_acts = ("delegate",)
    object_acts = ("revoke",)
    list_display = ("principal", "deputy", "role", "since", "until", "revoked_at")
    list_filter = ("role",)
    search_fields = ("principal__name", "deputy__name")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return selectors.delegations_seen_by(request.user, now=instant(request))

    def opened(self, request: HttpRequest, obj: Delegation) -> Opened:
        pairs = [
            (_("授权人"), obj.principal), (_("代理人"), obj.deputy), (_("岗位"), obj.get_role_display()),
            (_("自"), _moment(obj.since)), (_("截止"), _moment(obj.until)), (_("收回"), _moment(obj.revoked_at)),
        ]  # fmt: skip
        return Opened(sections=[Section(_("授权代理"), pairs=pairs)], entries=self.entries(obj))

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        """Only a running delegation ends early, by its principal or by the administrator."""
        if name == "delegate":
            return ""
        running = obj.revoked_at is None and obj.until > instant(request)
        own = request.user.pk == obj.principal_id or self.may_do(request, "appoint_deputy")
        return "" if running and own else None

    @object_act("delegate", _("授权代理"), form=DelegateForm, icon="swap_horiz", tone="primary")
    def delegate(self, obj: None, *, actor: Person, now: datetime, **given: Any) -> str:
        done = services.delegate(actor=actor, now=now, **given)
        return gettext("已授权 %(deputy)s 代理%(role)s") % {"deputy": done.deputy.name, "role": done.get_role_display()}

    @object_act("revoke_delegation", _("收回授权"), form=ActForm, icon="undo", tone="danger")
    def revoke(self, obj: Delegation, *, actor: Person, now: datetime) -> str:
        services.revoke_delegation(delegation=obj, actor=actor, now=now)
        return gettext("已收回 %s 的代理授权") % obj.deputy.name


def _moment(instant_: Any) -> str:
    return f"{instant_.astimezone(clock.zone()):%Y-%m-%d %H:%M}" if instant_ else "—"
