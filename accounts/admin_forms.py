"""What acts on people ask for in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.matrix import matrix
from accounts.models import Person
from accounts.permissions import own_roles_of
from accounts.provinces import PROVINCES
from accounts.roles import Role
from accounts.selectors import departments, offices, visible_people
from accounts.states import EngineerKind
from core.admin_forms import ActForm


class DelegateForm(ActForm):
    """Hand a role on to a deputy; only roles that one holds oneself are offered."""

    explanation = _("代理人在期限内以该岗位行事，所有操作记在代理人名下；与您本人有关的事项他也不能裁决。")
    role = forms.ChoiceField(label=_("岗位"))
    deputy = forms.ModelChoiceField(Person.objects.none(), label=_("代理人"))
    until = forms.DateField(
        label=_("代理至"), widget=forms.DateInput(attrs={"type": "date", "class": "act-when"}, format="%Y-%m-%d"),
        help_text=_("含当日，至 24:00"),
    )  # fmt: skip

    def prepare(self) -> None:
        held = sorted(own_roles_of(self.actor, now=self.now) & matrix().delegable)
        self.offer("role", [(role, Role(role).label) for role in held])
        people = visible_people(self.actor, now=self.now).filter(is_active=True)
        self.offer_rows("deputy", people.exclude(pk=self.actor.pk))

    def arguments(self) -> dict[str, Any]:
        return {"principal": self.actor, **self.cleaned_data}


class FirstPassword(ActForm):
    explanation = _("请当面告知本人；首次登录须修改。")
    new = forms.CharField(
        label=_("初始密码"), strip=False, help_text=_("至少 8 位，不能与姓名、用户名相近"),
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class PersonForm(ActForm):
    """What is on file about a person."""

    name = forms.CharField(label=_("姓名"), max_length=80)
    employee_no = forms.CharField(label=_("工号"), max_length=40, required=False)
    department = forms.ModelChoiceField(departments(), label=_("部门"), required=False)
    office = forms.ModelChoiceField(offices(), label=_("办事处"), required=False)
    kind = forms.ChoiceField(label=_("人员类别"), choices=[("", "—"), *EngineerKind.choices], required=False)
    regions = forms.MultipleChoiceField(
        label=_("负责区域"), choices=[(name, name) for name in PROVINCES],
        widget=widgets.UnfoldAdminSelectMultipleWidget, required=False,
    )  # fmt: skip
    phone = forms.CharField(label=_("手机"), max_length=40, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)


class HireForm(PersonForm):
    explanation = _("账号建立后，请在人员页面设置初始密码。")
    username = forms.CharField(label=_("用户名"), max_length=150)
    roles = forms.MultipleChoiceField(
        label=_("岗位"), choices=Role.choices, widget=widgets.UnfoldAdminSelectMultipleWidget, required=False
    )
    field_order = ("username", "name", "roles")


class EditPersonForm(PersonForm):
    def prepare(self) -> None:
        for name, field in self.fields.items():
            field.initial = getattr(self.obj, name)


class StaffListForm(ActForm):
    explanation = _("整张名单要么全部导入，要么一行也不导入；同一名单再次导入不会改变任何内容。")
    content = forms.FileField(
        label=_("人员名单"), widget=widgets.UnfoldAdminFileFieldWidget,
        help_text=_("Excel 或 CSV，列：工号、姓名、用户名、岗位、部门、办事处、人员类别、负责区域、手机、邮箱"),
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["content"].read()}


class GiveRoleForm(ActForm):
    role = forms.ChoiceField(label=_("岗位"))

    def prepare(self) -> None:
        held = own_roles_of(self.obj, now=self.now)
        self.offer("role", [pair for pair in Role.choices if pair[0] not in held])


class EndRoleForm(ActForm):
    role = forms.ChoiceField(label=_("岗位"))
    reason = forms.CharField(label=_("理由"), required=False)

    def prepare(self) -> None:
        held = own_roles_of(self.obj, now=self.now)
        self.offer("role", [pair for pair in Role.choices if pair[0] in held])
