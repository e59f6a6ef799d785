"""The import at the desk: a file is uploaded, its columns told, previewed, and imported; each person sees his own."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may_open, page
from accounts.requests import SignedRequest
from core.errors import ActError
from core.exports import XLSX, to_xlsx
from customers import services, showing, uploads
from customers.columns import COLUMNS
from customers.import_forms import ColumnsForm, ConfirmForm, UploadForm
from customers.models import ImportUpload
from customers.states import FileKind, ImportPhase


@page("customers:imports")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedRequest) -> HttpResponseBase:
    """Upload a file, or go on with one that was uploaded before."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            found = services.upload_file(file=form.cleaned_data["file"], actor=request.user, now=request.now)
        except ActError as error:
            form.add_error("file", str(error))
        else:
            return redirect("customers:import", pk=found.pk)
    recent = [(one, showing.badge(one)) for one in uploads.recent_uploads(request.user)]
    context = {"form": form, "steps": showing.steps(None), "recent": recent, "kinds": FileKind.choices}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "customers/imports.html", context, status=status)


@page("customers:import_template")
@require_safe
def template(request: SignedRequest, kind: str) -> HttpResponse:
    """An empty table with our headers."""
    if kind not in FileKind.values:
        raise Http404
    chosen = FileKind(kind)
    return _xlsx(to_xlsx([column.label for column in COLUMNS[chosen]], []), _("%s导入模板.xlsx") % chosen.label)


@page("customers:import")
@require_safe
def upload(request: SignedRequest, pk: int) -> HttpResponse:
    """One file, at the step where it is."""
    found = uploads.own_upload(pk, request.user)
    if found.phase == ImportPhase.UPLOADED:
        return _columns(request, found, _kind(request, found))
    return _show(request, found)


@page("customers:import_columns")
@require_http_methods(["GET", "HEAD", "POST"])
def map_columns(request: SignedRequest, pk: int) -> HttpResponseBase:
    """Which column is which."""
    found = uploads.own_upload(pk, request.user)
    kind = _kind(request, found)
    if request.method != "POST":
        return _columns(request, found, kind)
    form = ColumnsForm(request.POST, kind=kind, columns=uploads.columns_of(found, kind))
    if form.is_valid():
        try:
            services.map_columns(upload=found, kind=kind, columns=form.chosen(), actor=request.user, now=request.now)
        except ActError as error:
            form.tell(error)
        else:
            return redirect("customers:import", pk=pk)
    return _columns(request, found, kind, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@page("customers:import_progress")
@require_safe
def progress(request: SignedRequest, pk: int) -> HttpResponse:
    """The part of the page that tells how far a file is; off to the whole page once it is through."""
    found = uploads.own_upload(pk, request.user)
    if not found.working:
        url = reverse("customers:import", args=[pk])
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return render(request, "customers/import_progress.html", _context(request, found))


@page("customers:import_refused")
@require_safe
def refused(request: SignedRequest, pk: int) -> HttpResponse:
    """The refused rows with their reasons, as a workbook to be mended and uploaded."""
    found = uploads.own_upload(pk, request.user)
    if not found.report:
        raise Http404
    name = found.name.rsplit(".", 1)[0]
    return _xlsx(services.refused_file(found, now=request.now), _("%s-被拒绝的行.xlsx") % name)


@page("customers:import_confirm")
@require_POST
def confirm(request: SignedRequest, pk: int) -> HttpResponseBase:
    """Import what was previewed."""
    found = uploads.own_upload(pk, request.user)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.confirm_import(upload=found, whole=form.cleaned_data["whole"], actor=request.user, now=request.now)
    except ActError as error:
        form.tell(error)
        return _show(request, found, form, error.status)
    return redirect("customers:import", pk=pk)


@page("customers:import_restart")
@require_POST
def restart(request: SignedRequest, pk: int) -> HttpResponseBase:
    """Try again what broke off."""
    found = uploads.own_upload(pk, request.user)
    services.restart_import(upload=found, actor=request.user, now=request.now)
    return redirect("customers:import", pk=pk)


@page("customers:import_discard")
@require_POST
def discard(request: SignedRequest, pk: int) -> HttpResponseBase:
    """Throw the file away."""
    services.discard_upload(upload=uploads.own_upload(pk, request.user), actor=request.user, now=request.now)
    messages.success(request, _("文件已删除，没有导入任何内容"))
    return redirect("customers:imports")


def _kind(request: SignedRequest, found: ImportUpload) -> FileKind:
    given = request.POST.get("kind") or request.GET.get("kind") or found.kind
    return FileKind(given if given in FileKind.values else found.kind)


def _columns(
    request: SignedRequest, found: ImportUpload, kind: FileKind, form: ColumnsForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:  # fmt: skip
    form = form or ColumnsForm(kind=kind, columns=uploads.columns_of(found, kind))
    context = {
        "upload": found, "steps": showing.steps(found), "form": form, "kind": kind, "kinds": FileKind.choices,
        "required": [label for _name, label, required in uploads.fields_of(kind) if required],
    }  # fmt: skip
    return render(request, "customers/import_columns.html", context, status=status)


def _show(
    request: SignedRequest, found: ImportUpload, form: ConfirmForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form or ConfirmForm(), **_context(request, found)}
    return render(request, f"customers/import_{found.phase}.html", context, status=status)


def _context(request: SignedRequest, found: ImportUpload) -> dict[str, Any]:
    context: dict[str, Any] = {
        "upload": found, "badge": showing.badge(found), "steps": showing.steps(found), "report": found.report,
        "links": showing.result_links(found, lambda name: may_open(request.user, name, now=request.now)),
    }  # fmt: skip
    if found.report:
        rows = found.report["rows"]
        headers = showing.headers_of(FileKind(found.kind), rows)
        context |= {
            "figures": showing.figures(found.report), "headers": [label for _name, label in headers],
            "lines": showing.lines([name for name, _label in headers], rows),
            "good": found.report["added"] + found.report["updated"],
        }  # fmt: skip
    return context


def _xlsx(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(content, content_type=XLSX, headers={**headers, "Cache-Control": "private, no-store"})
