"""The admin of managers: entered by roles of the matrix, signed in to like everything else, nothing routed twice."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from accounts.admin_rights import enters_admin
from aftersales import unfold as look
from core.admin import instant
from core.errors import NotAllowed

# Sign-in and passwords have pages of their own; the others let names of rows be asked for outside any list's scope.
UNROUTED = {"logout", "password_change", "password_change_done", "view_on_site", "search", "autocomplete"}


class Console(UnfoldAdminSite):
    index_title = _("管理台")

    def has_permission(self, request: HttpRequest) -> bool:
        return enters_admin(request.user, now=instant(request))

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        """403 for who is signed in and has nothing to do here; Django would ask him to sign in again."""
        guarded = super().admin_view(view, cacheable)

        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise NotAllowed
            # Whoever set the first password knows it: nothing is decided under it, here as on the pages.
            if getattr(request.user, "must_change_password", False):
                return redirect("accounts:password")
            return guarded(request, *args, **kwargs)

        return update_wrapper(entered, guarded)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def get_urls(self) -> list[URLPattern]:
        return [route for route in super().get_urls() if getattr(route, "name", "") not in UNROUTED]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        groups = look.navigation(request)
        return super().index(request, {"groups": groups, "todo": look.todo(groups), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The navigation is ours; Django's list of apps would be built for nothing on every page."""
        return []
