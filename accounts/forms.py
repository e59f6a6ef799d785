"""Forms of signing in and of one's own account."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """One answer for a wrong password, an unknown name and a closed account."""

    error_messages = {"invalid_login": _("用户名或密码不正确"), "inactive": _("用户名或密码不正确")}


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("原密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    new = forms.CharField(
        label=_("新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
        help_text=_("至少 8 位，不能与姓名、用户名相近"),
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一次新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean(self) -> dict[str, str]:
        given = super().clean() or {}
        if given.get("new") != given.get("again"):
            self.add_error("again", _("两次输入的新密码不一致"))
        return given
