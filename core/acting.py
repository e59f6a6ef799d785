"""One page per business act: a small form, opened in the page's dialog or by itself, that calls one service."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core import outbox
from core.errors import ActError
from core.forms import ActForm
from core.middleware import is_partial
from core.requests import PageRequest


class ActPage(View):
    """Shows the form on GET and does the act on POST; `perform` calls exactly one service.

    A refusal comes back with the form and everything typed. `request.now` is the one instant of the request, set
    by the page guard.
    """

    request: PageRequest
    http_method_names = ["get", "post", "head", "options"]
    form_class: ClassVar[type[ActForm]] = ActForm
    title: ClassVar[Any] = ""
    button: ClassVar[Any] = _("确定")
    hint: ClassVar[Any] = ""
    # Whom or what the act is about, where the title does not say it.
    about: ClassVar[Any] = ""
    done: ClassVar[Any] = _("已完成")
    danger: ClassVar[bool] = False
    # Kept on the phone where there is no network, and sent later (core.outbox).
    kept: ClassVar[bool] = False
    template: ClassVar[str] = "acts/page.html"
    partial: ClassVar[str] = "acts/form.html"

    @property
    def now(self) -> datetime:
        return self.request.now

    def perform(self, form: ActForm) -> None:
        raise NotImplementedError

    def done_url(self) -> str:
        raise NotImplementedError

    def form_options(self) -> dict[str, Any]:
        return {}

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form_class(**self.form_options()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST, request.FILES, **self.form_options())
        if not form.is_valid():
            return self.show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            self.perform(form)
        except ActError as error:
            form.tell(error)
            return self.show(form, error.status)
        return self.went_well(form)

    def went_well(self, form: ActForm) -> HttpResponse:
        """On to where the act was called from, with a word of success."""
        messages.success(self.request, self.done)
        return went_well(self.request, self.done_url())

    def show(self, form: ActForm, status: int = HTTPStatus.OK) -> HttpResponse:
        if status >= HTTPStatus.BAD_REQUEST:
            outbox.note(self.request, form.errors)
        in_dialog = is_partial(self.request)
        context = {"form": form, "page": self, "back": self.done_url(), "in_dialog": in_dialog, **self.context()}
        response = render(self.request, self.partial if in_dialog else self.template, context, status=status)
        if in_dialog:
            response["HX-Retarget"], response["HX-Reswap"] = "#dialog-body", "innerHTML"
        return response


def went_well(request: HttpRequest, url: str) -> HttpResponse:
    """On to `url`, from a dialog as from a page."""
    if is_partial(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return redirect(url)
