"""Signing in and out, and one's own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts import devices, selectors, services
from accounts.forms import PasswordForm, SignInForm
from accounts.permissions import page
from accounts.requests import SignedRequest
from core import clock
from core.errors import ActError
from core.middleware import keyless

HOME, PHONE_HOME = "/", "/m/"


class SignIn(LoginView):
    """Engineers go on to the phone pages, everybody else to the desk, whoever was stopped to where he wanted."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if selectors.company() is None and (setup := _setup_url()):
            return redirect(setup)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Whoever signs in here once can do so again while others try his name elsewhere."""
        response = super().form_valid(form)
        devices.remember(response, self.request, form.cleaned_data["username"])
        return response

    def get_default_redirect_url(self) -> str:
        person = self.request.user
        if getattr(person, "must_change_password", False):
            return reverse("accounts:password")
        return PHONE_HOME if selectors.works_on_phone(person, now=clock.now()) else HOME


def _setup_url() -> str:
    """Where a company is set up, in compositions that have such a page."""
    try:
        return reverse("setup:company")
    except NoReverseMatch:
        return ""


login = keyless(login_not_required(SignIn.as_view()))
logout = keyless(page("accounts:logout")(LogoutView.as_view(next_page="accounts:login")))


@page("accounts:password")
def password(request: SignedRequest) -> HttpResponseBase:
    """Change one's own password and stay signed in here; every other session ends."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            person = services.change_password(
                person=request.user, old=old, new=new, actor=request.user, now=request.now
            )
        except ActError as error:
            for field, text in error.details.items():
                form.add_error(field, text)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("密码已修改"))
            return redirect(HOME)
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)
