"""The one form of setting up a company; its parameter fields are those that the book leaves blank."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import DEFAULT_RULEBOOK
from accounts.provinces import PROVINCES
from aftersales.setup import gate
from aftersales.setup.blanks import Blank, blanks, seat
from aftersales.setup.services import Administrator, OfficeLine, office_line
from core.errors import OutOfRange
from rulebook.offers import offered

PREFIX = "param_"
LARGEST_STAFF_LIST = 5 * 1024 * 1024


class SetupForm(forms.Form):
    code = forms.CharField(label=_("安装码"), help_text=_("在服务器上查看：数据目录（VAR_DIR）中的 setup_code 文件"))
    name = forms.CharField(label=_("公司名称"), max_length=120)
    home_province = forms.ChoiceField(
        label=_("公司所在省份"), choices=[("", _("请选择")), *((name, name) for name in PROVINCES)]
    )
    departments = forms.CharField(
        label=_("其他部门"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("每行一个")
    )
    offices = forms.CharField(
        label=_("办事处"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个：名称 省份，独立承担服务的再加“独立”，例如：贵阳办事处 贵州省 独立"),
    )  # fmt: skip
    people = forms.FileField(label=_("人员名单"), required=False, help_text=_("Excel 或 CSV，按模板填写；以后也可导入"))
    admin_name = forms.CharField(label=_("管理员姓名"), max_length=80)
    admin_username = forms.SlugField(label=_("管理员用户名"), max_length=150, help_text=_("字母、数字、- 和 _"))
    admin_password = forms.CharField(
        label=_("管理员密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 8 位，不能与姓名、用户名相近"),
    )  # fmt: skip
    admin_again = forms.CharField(
        label=_("再输一次密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, slug: str = DEFAULT_RULEBOOK, **kwargs: Any) -> None:
        """The form for the book `slug`."""
        super().__init__(*args, **kwargs)
        self.slug, self.blanks = slug, blanks(slug)
        for blank in self.blanks:
            self.fields[PREFIX + blank.name] = _field(blank)
        if place := seat(slug):
            self.fields["home_province"].help_text = place.hint
        if named := "、".join(offered(slug).departments.values()):
            self.fields["departments"].help_text = _("每行一个。%(named)s已自动建立") % {"named": named}
        if gate.code_needed():
            gate.code()
        else:
            del self.fields["code"]

    def clean_code(self) -> str:
        if not gate.fits(self.cleaned_data["code"]):
            raise forms.ValidationError(_("安装码不正确"))
        return ""

    def clean_offices(self) -> list[OfficeLine]:
        return [self._office(line) for line in _lines(self.cleaned_data["offices"])]

    def clean_departments(self) -> list[str]:
        return list(_lines(self.cleaned_data["departments"]))

    def clean_people(self) -> bytes | None:
        file = self.cleaned_data["people"]
        if file and file.size > LARGEST_STAFF_LIST:
            raise forms.ValidationError(_("人员名单超过 5 MB"))
        return file.read() if file else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("admin_password") != given.get("admin_again"):
            self.add_error("admin_again", _("两次输入的密码不一致"))
        return given

    def params(self) -> dict[str, str]:
        """The blanks as the company filled them."""
        return {blank.name: self.cleaned_data[PREFIX + blank.name] for blank in self.blanks}

    def administrator(self) -> Administrator:
        given = self.cleaned_data
        return Administrator(given["admin_username"], given["admin_name"], given["admin_password"])

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        rules = [PREFIX + blank.name for blank in self.blanks]
        yield _("公司"), self._bound(["code", "name", "home_province"])
        yield _("制度参数（条文未写明，须由公司决定）"), self._bound(rules)
        yield _("部门、办事处与人员"), self._bound(["departments", "offices", "people"])
        yield _("系统管理员"), self._bound(["admin_name", "admin_username", "admin_password", "admin_again"])

    def _bound(self, names: list[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _office(self, line: str) -> OfficeLine:
        try:
            return office_line(line)
        except OutOfRange as error:
            raise forms.ValidationError(str(error)) from None


def _field(blank: Blank) -> forms.Field:
    """A field for the blank: empty, because a suggestion is no value until somebody decides so."""
    told: dict[str, Any] = {"label": blank.label, "help_text": blank.hint}
    if blank.param.type == "region":
        return forms.ChoiceField(choices=[("", _("请选择")), *((name, name) for name in PROVINCES)], **told)
    if blank.param.type in ("choice", "bool"):
        options = blank.param.options or ("是", "否")
        return forms.ChoiceField(choices=[("", _("请选择")), *((name, name) for name in options)], **told)
    return forms.CharField(max_length=60, widget=forms.TextInput(attrs={"placeholder": blank.suggestion}), **told)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
