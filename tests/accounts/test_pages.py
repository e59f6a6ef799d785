"""Every address of the product is either guarded by the matrix or named there as public."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.matrix import matrix
from accounts.models import Person
from accounts.permissions import page
from accounts.selectors import people_page, visible_people
from tests.accounts.conftest import Hire

# Addresses of Django itself and of the admin, which is guarded model by model.
FOREIGN = ("admin/", "static/", "media/", "i18n/", "__debug__/")


def routes(
    patterns: list[URLPattern | URLResolver], path: str = "", names: str = ""
) -> Iterator[tuple[str, str, object]]:
    """Path, qualified name and view of every route."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if here.startswith(FOREIGN):
            continue
        if isinstance(pattern, URLResolver):
            prefix = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from routes(pattern.url_patterns, here, prefix)
        else:
            yield here, f"{names}{pattern.name}", pattern.callback


def unguarded() -> Iterator[str]:
    for path, name, view in routes(get_resolver().url_patterns):
        guard = getattr(view, "page_name", "")
        if name in matrix().public:
            continue
        if not guard:
            yield f"/{path} ({name}): put @page(…) on its view, or add {name} to `public:` in accounts/matrix.yaml"
        elif guard not in matrix().pages:
            yield f"/{path} ({name}): add {guard} with its roles to `pages:` in accounts/matrix.yaml"


def test_every_route_is_declared() -> None:
    missing = list(unguarded())

    assert not missing, "\n" + "\n".join(missing)


def test_every_declared_page_exists() -> None:
    guards = {getattr(view, "page_name", "") for _path, _name, view in routes(get_resolver().url_patterns)}
    names = {name for _path, name, _view in routes(get_resolver().url_patterns)}

    pages = {name for name in matrix().pages if not name.startswith("admin:")}  # guarded model by model
    assert sorted(pages - guards) == [], "no view is guarded by these `pages:`"
    assert sorted(matrix().public - names) == [], "no route has these `public:` names"


@page("accounts:password")
def a_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.now.isoformat())  # type: ignore[attr-defined]


@page("nowhere")
def an_undeclared_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _request(person: object) -> HttpRequest:
    request = RequestFactory().get("/somewhere/?a=1")
    request.user = person  # type: ignore[assignment]
    return request


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = a_view(_request(AnonymousUser()))

    assert answer.headers["Location"] == "/login/?next=/somewhere/%3Fa%3D1"


def test_who_holds_a_role_gets_in_and_who_holds_none_does_not(lin: Person, hire: Hire) -> None:
    assert a_view(_request(lin)).status_code == 200
    nobody = hire("Nobody")
    nobody.is_staff = nobody.is_superuser = True
    with pytest.raises(PermissionDenied):
        a_view(_request(nobody))


def test_a_page_that_the_matrix_does_not_name_is_closed_to_everybody(gu: Person) -> None:
    with pytest.raises(PermissionDenied):
        an_undeclared_view(_request(gu))


def test_people_are_seen_by_scope(gu: Person, en: Person, hire: Hire, january) -> None:  # type: ignore[no-untyped-def]
    assert visible_people(gu, now=january).count() == 2
    assert list(visible_people(en, now=january)) == [en]
    assert list(visible_people(hire("Nobody"), now=january)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_for_many(
    rows: int,
    gu: Person,
    hire: Hire,
    january,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(rows):
        hire(f"Clerk{number}", "clerk", phone="13800000000")

    with django_assert_num_queries(3):
        found = list(people_page(gu, now=january, search="Clerk"))

    assert [[held.role for held in person.current_roles] for person in found] == [["clerk"]] * rows
    assert list(people_page(gu, now=january, search="138")) == []


def test_every_admin_page_asks_the_matrix(lin: Person, hire: Hire) -> None:
    nobody = hire("Nobody")
    nobody.is_staff = nobody.is_superuser = True
    request = _request(nobody)
    open_ = [
        model._meta.label
        for model, registered in admin.site._registry.items()
        if registered.has_module_permission(request) or registered.has_view_permission(request)
    ]

    assert open_ == [], "their ModelAdmin must be a MatrixAdmin with a page admin:<app>_<model> in the matrix"
