"""Pages of the versions: the list, a new draft, and one version with everything that can be done with it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from aftersales.regulation.drafts import bound, showing, writing
from aftersales.regulation.drafts.forms import DraftForm, FileForm, ParamsForm, ReadForm, ReasonForm, RehearsalForm
from core.clock import local_day
from core.errors import ActError
from rulebook import selectors as rulebook
from rulebook import services
from rulebook.models import RulebookVersion
from rulebook.services import InvalidBook
from rulebook.states import VersionState
from scenarios.rehearsals import selectors as rehearsals


@page("rulebook:versions")
@require_safe
def versions(request: SignedRequest) -> HttpResponse:
    """All versions, newest first, with the one in force marked."""
    context = {
        "rows": [(one, showing.TONES[VersionState(one.state)]) for one in rulebook.versions()],
        "current": rulebook.in_force(now=request.now).pk,
        "drafts": may(request.user, "draft_rulebook", now=request.now),
    }  # fmt: skip
    return render(request, "rulebook/versions.html", context)


@page("rulebook:new_draft")
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: SignedRequest) -> HttpResponseBase:
    """Begin a draft from the newest version or from a file; a faulty file is answered with its faults."""
    first = {"effective_from": local_day(request.now)}
    form = DraftForm(request.POST, request.FILES) if request.method == "POST" else DraftForm(initial=first)
    faults: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        content = _content(form)
        try:
            made = services.draft_rulebook(
                effective_from=form.cleaned_data["effective_from"], content=content, actor=request.user,
                now=request.now,
            )  # fmt: skip
        except InvalidBook as error:
            faults = _faults(error, content)
        except ActError as error:
            form.tell(error)
        else:
            return redirect("rulebook:draft" if content else "rulebook:draft_params", number=made.number)
    context = {"form": form, "faults": faults, "base": rulebook.in_force(now=request.now)}
    return render(request, "rulebook/new_draft.html", context, status=_status(form))


@page("rulebook:draft")
@require_safe
def draft(request: SignedRequest, number: int) -> HttpResponse:
    """One version: what it changes, what stories say of it, what stays as it is, and what can be done with it."""
    return show(request, rulebook.numbered(number))


@page("rulebook:draft_params")
@require_http_methods(["GET", "HEAD", "POST"])
def params(request: SignedRequest, number: int) -> HttpResponseBase:
    """Change parameters and the first day of a draft."""
    version = rulebook.numbered(number)
    data = request.POST if request.method == "POST" else None
    form = ParamsForm(data, book=version.book, digest=version.digest, effective_from=version.effective_from)
    if form.is_bound and form.is_valid():
        try:
            services.amend_draft(
                version=version, changes=form.changes, effective_from=form.cleaned_data["effective_from"],
                read=form.cleaned_data["read"], actor=request.user, now=request.now,
            )  # fmt: skip
        except InvalidBook as error:
            form.tell(error)
        else:
            return redirect("rulebook:draft", number=number)
    writable = showing.may_write(request.user, version, now=request.now)
    context = {"version": version, "form": form, "writable": writable}
    return render(request, "rulebook/draft_params.html", context, status=_status(form))


@page("rulebook:draft_file")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedRequest, number: int) -> HttpResponseBase:
    """Put another text in place of a draft's."""
    version = rulebook.numbered(number)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        content = _content(form)
        try:
            services.amend_draft(version=version, content=content, actor=request.user, now=request.now)
        except InvalidBook as error:
            faults = _faults(error, content)
        else:
            return redirect("rulebook:draft", number=number)
    context = {"version": version, "form": form, "faults": faults}
    return render(request, "rulebook/draft_file.html", context, status=_status(form))


@page("rulebook:book_file")
@require_safe
def book_file(request: SignedRequest, number: int) -> HttpResponse:
    """A version as YAML."""
    version = rulebook.numbered(number)
    name = content_disposition_header(as_attachment=True, filename=f"{version.slug}-v{number}.yaml") or ""
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(
        writing.as_yaml(version.document), content_type="application/yaml; charset=utf-8", headers=headers
    )


def show(
    request: SignedRequest, version: RulebookVersion, *, status: int = HTTPStatus.OK, **forms: Any
) -> HttpResponse:
    """The page of a version, with forms that an act has refused."""
    is_draft = version.state == VersionState.DRAFT
    before = rulebook.replaced_by(version, now=request.now) if is_draft else rulebook.published_before(version)
    told = showing.by_clause(before.book, version.book) if before else []
    first_day = {"effective_from": max(version.effective_from, local_day(request.now)), "read": version.digest}
    runs = [showing.run_of(one, version) for one in rehearsals.of_draft(version.pk)]
    context: dict[str, Any] = {
        "version": version, "before": before, "clauses": told, "is_draft": is_draft, "runs": runs,
        "tone": showing.TONES[VersionState(version.state)],
        "count": sum(len(one.differences) for one in told), "blanks": showing.blanks_of(version.book),
        "writers": rulebook.writers(version), "playing": any(run.rehearsal.working for run in runs),
        "writable": showing.may_write(request.user, version, now=request.now),
    }  # fmt: skip
    if is_draft and before:
        scopes = showing.scopes(before.book, version)
        context |= {
            "scopes": scopes, "bound": bound.bound_now(), "publish": ReadForm(initial=first_day),
            "refusal": showing.why_not_publish(request.user, version, now=request.now), "discard": ReasonForm(),
            "may_discard": showing.may_discard(request.user, version, now=request.now),
            "rehearse": RehearsalForm(initial={"scope": "changed" if scopes["changed"] else "all"}),
        }  # fmt: skip
    return render(request, "rulebook/draft.html", {**context, **forms}, status=status)


def _content(form: Any) -> bytes | None:
    given = form.cleaned_data["file"]
    return given.read() if given else None


def _faults(error: InvalidBook, content: bytes | None) -> list[dict[str, Any]]:
    """Every fault with the line of the file as it stands there."""
    lines = (content or b"").decode("utf-8", "replace").splitlines()
    return [
        {"line": one.line, "path": one.path, "message": one.message,
         "text": lines[one.line - 1].strip()[:160] if one.line and one.line <= len(lines) else ""}
        for one in error.found
    ]  # fmt: skip


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
