"""The base of all admin pages: read-only by default, and acts as buttons that open a small form and call one service.

Rights are asked for through four methods that deny by default; `accounts.admin_rights` answers them from the matrix.
Whatever Django's admin would write by itself (add, change, delete, inline lists) is not routed at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, update_wrapper
from http import HTTPStatus
from itertools import zip_longest
from typing import Any, TypeVar

from django.contrib import messages
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

from core import clock, idempotency, journal
from core.admin_forms import ActForm, Reasoned
from core.errors import ActError, NotAllowed, OwnCase, WrongState

Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class AdminAct:
    """One button: the act's code in the matrix, its words, and the form it asks with."""

    code: str
    label: Any
    form: type[ActForm]
    icon: str
    tone: str


@dataclass(frozen=True)
class Section:
    """A block of an object's page: pairs of label and value, or a table, or both; `link` values are (text, url)."""

    title: Any
    pairs: Sequence[tuple[Any, Any]] = ()
    columns: Sequence[Any] = ()
    rows: Sequence[Sequence[Any]] = ()
    note: Any = ""
    wide: bool = False

    @property
    def cells(self) -> list[list[tuple[Any, Any]]]:
        """Every row as pairs of its column's title and its value."""
        return [list(zip_longest(self.columns, row, fillvalue="")) for row in self.rows]


@dataclass(frozen=True)
class Button:
    label: Any
    url: str
    icon: str
    tone: str
    disabled: Any = ""


@dataclass
class Opened:
    """The object's page as its template reads it."""

    sections: Sequence[Section] = ()
    buttons: Sequence[Button] = ()
    entries: Sequence[Any] = ()
    extra: dict[str, Any] = field(default_factory=dict)


def object_act(
    code: str, label: Any, *, form: type[ActForm] = Reasoned, icon: str = "", tone: str = ""
) -> Callable[[Method], Method]:
    """Make `method(self, obj, *, actor, now, **arguments)` a button; it calls one service and returns what was done."""

    def declare(method: Method) -> Method:
        method.act = AdminAct(code, label, form, icon, tone)  # type: ignore[attr-defined]  # a mark on the method
        return method

    return declare


def instant(request: HttpRequest) -> datetime:
    """The one instant at which the request happens."""
    return vars(request).setdefault("now", clock.now())


class ActAdmin(ModelAdmin):
    """A list and a page per object, and the acts named in `object_acts` and `list_acts`."""

    object_acts: tuple[str, ...] = ()
    list_acts: tuple[str, ...] = ()
    detail_template = "admin/detail.html"
    list_template = "admin/list.html"
    list_per_page = 50
    show_full_result_count = False
    list_filter_sheet = True
    empty_value_display = "—"
    # The search of the list, in words for the placeholder.
    search_help_text: Any = ""

    # -- rights: all deny until somebody who knows the roles answers
    def may_open(self, request: HttpRequest) -> bool:
        return False

    def may_do(self, request: HttpRequest, code: str, obj: Any = None) -> bool:
        return False

    def scope(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows that the person may know of; all others answer 404."""
        return self.model._default_manager.none()

    def why_not(self, request: HttpRequest, name: str, obj: models.Model | None) -> Any:
        """Why an act cannot be done to `obj` although the role may: shown beside the button; None hides it."""
        return ""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_open(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_open(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # -- rows
    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.scope(request)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the list's filters offer: every other `__` path could be asked for secrets letter by letter."""
        return any(lookup in _lookups(given) for given in self.get_list_filter(request))

    def found(self, request: HttpRequest, object_id: Any) -> Any:
        """The object in scope; 404 for everything else."""
        if not self.may_open(request):
            raise NotAllowed
        obj = self.get_object(request, str(object_id))
        if obj is None:
            raise Http404
        return obj

    # -- pages
    def get_urls(self) -> list[URLPattern]:
        names = [(name, f"<int:object_id>/{name}/") for name in self.object_acts]
        names += [(name, f"{name}/") for name in self.list_acts]
        return [
            path("", self._routed(self.changelist_view), name=self.route("changelist")),
            *self.further_urls(),
            *(
                path(where, self._routed(partial(self.act_view, name=name)), name=self.route(name))
                for name, where in names
            ),
            path("<int:object_id>/", self._routed(self.object_view), name=self.route("change")),
        ]

    def further_urls(self) -> list[URLPattern]:
        return []

    def route(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.route(name)}", args=args)

    def _routed(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        guarded = self.admin_site.admin_view(view)

        def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return guarded(*args, **kwargs)

        answer.model_admin = self  # type: ignore[attr-defined]  # the navigation marks where one is by it
        return update_wrapper(answer, guarded)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"buttons": self.buttons(request), "title": self.opts.verbose_name_plural, **(extra_context or {})}
        return super().changelist_view(request, context)

    @property
    def change_list_template(self) -> str:
        return self.list_template

    def object_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        obj = self.found(request, object_id)
        page = self.opened(request, obj)
        page.buttons = self.buttons(request, obj)
        return self.shown(request, self.detail_template, {"page": page, **page.extra}, obj=obj)

    def heading(self, obj: Any) -> str:
        """What the page of an object is called."""
        return str(obj)

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        """What the page of `obj` tells."""
        return Opened()

    def shown(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, obj: Any = None, status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        heading = self.heading(obj) if obj is not None else context.get("title", "")
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": heading,
            "heading": heading,
            "list_url": self.url("changelist"),
            "original": obj,
            "model_admin": self,
            **context,
        }
        return TemplateResponse(request, template, whole, status=status)

    def buttons(self, request: HttpRequest, obj: Any = None) -> list[Button]:
        """The acts that the person may do here; those that the object refuses say why."""
        names = self.object_acts if obj is not None else self.list_acts
        found = []
        for name in names:
            act: AdminAct = getattr(self, name).act
            refusal = self.why_not(request, name, obj) if self.may_do(request, act.code, obj) else None
            if refusal is not None:
                url = self.url(name, *([obj.pk] if obj is not None else []))
                found.append(Button(act.label, url, act.icon, act.tone, refusal))
        return found

    # -- acts
    def act_view(self, request: HttpRequest, object_id: int | None = None, *, name: str) -> HttpResponseBase:
        """Ask with the act's form, then do it: out of scope 404, not allowed 403, refused by its content 422."""
        act: AdminAct = getattr(self, name).act
        obj = self.found(request, object_id) if object_id is not None else None
        if not (self.may_open(request) and self.may_do(request, act.code, obj)):
            raise NotAllowed(details={"act": act.code})
        if request.method != "POST" and (refusal := self.why_not(request, name, obj)) != "":
            return self._too_late(request, act, obj, WrongState(refusal), first=refusal is None)
        now = instant(request)
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = act.form(*given, obj=obj, actor=request.user, now=now)
        if request.method == "POST":
            if not idempotency.key_of(request):
                raise idempotency.KeyMissing
            if form.is_valid():
                return self._done(request, name, act, obj, form)
        return self._asked(request, act, obj, form)

    def _done(self, request: HttpRequest, name: str, act: AdminAct, obj: Any, form: ActForm) -> HttpResponseBase:
        try:
            with transaction.atomic():
                told = getattr(self, name)(obj, actor=request.user, now=instant(request), **form.arguments())
        except (NotAllowed, OwnCase):
            raise
        except WrongState as error:
            return self._too_late(request, act, obj, error)
        except ActError as error:
            return self._asked(request, act, obj, _with(form, error))
        messages.success(request, told)
        return redirect(self.after(request, name, obj))

    def after(self, request: HttpRequest, name: str, obj: Any) -> str:
        """Where an act leads to."""
        return self.url("change", obj.pk) if obj is not None else self.url("changelist")

    def _asked(self, request: HttpRequest, act: AdminAct, obj: Any, form: ActForm) -> HttpResponse:
        context = {"act": act, "form": form, "title": act.label, "brief": self.brief(request, obj)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return self.shown(request, "admin/act.html", context, obj=obj, status=status)

    def _too_late(
        self, request: HttpRequest, act: AdminAct, obj: Any, error: WrongState, *, first: bool = True
    ) -> HttpResponse:
        """Somebody was `first`: who, when and with what; or why the object itself does not allow it."""
        entry = self.last_told(obj) if first else None
        context = {"act": act, "error": error, "title": act.label, "entry": entry}
        return self.shown(request, "admin/too_late.html", context, obj=obj, status=error.status)

    def last_told(self, obj: Any) -> Any:
        return journal.last_of(obj) if obj is not None else None

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        """What one must have before one's eyes while deciding."""
        return [(self.opts.verbose_name, obj)] if obj is not None else []


def _with(form: ActForm, error: ActError) -> ActForm:
    """The form with the refusal where it belongs: at its field, else above all."""
    known = {name: text for name, text in error.details.items() if name in form.fields}
    for name, text in known.items():
        form.add_error(name, str(text))
    if not known:
        form.add_error("amount" if error.code == "out_of_range" and "amount" in form.fields else None, str(error))
    return form


def _lookups(given: Any) -> set[str]:
    """The parameters that a filter of the list sends."""
    name = given[0] if isinstance(given, tuple) else given
    if isinstance(name, str):
        return {f"{name}{tail}" for tail in ("", "__exact", "__id__exact", "__isnull")}
    return {name.parameter_name}
