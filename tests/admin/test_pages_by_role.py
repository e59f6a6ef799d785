"""Every admin page × every role: what the matrix opens, and nothing that Django would write by itself."""

import pytest
from django.contrib.admin import site
from django.db import connection
from django.urls import reverse

from accounts.admin_rights import MatrixAdmin
from accounts.matrix import matrix
from accounts.roles import Role
from tests.admin.conftest import sign_in
from tests.support.company import staff

pytestmark = pytest.mark.django_db
ADMINS = sorted(
    (admin for admin in site._registry.values() if isinstance(admin, MatrixAdmin)), key=lambda admin: admin.page_name
)
PAGES = [admin.page_name for admin in ADMINS]


def test_every_page_of_the_matrix_has_its_admin() -> None:
    declared = {name for name in matrix().pages if name.startswith("admin:") and name != "admin:index"}
    registered = {f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in site._registry}

    assert sorted(declared - registered) == []


@pytest.mark.parametrize("role", Role.values)
def test_lists_open_to_the_roles_of_the_matrix_only(role, world):
    desk = sign_in(staff("new", "新人", role))
    found = {admin.page_name: desk.get(admin.url("changelist")).status_code for admin in ADMINS}
    enters = role in matrix().pages["admin:index"]

    assert found == {name: 200 if enters and role in matrix().pages.get(name, ()) else 403 for name in PAGES}


@pytest.mark.parametrize("role", Role.values)
def test_an_object_out_of_scope_does_not_exist(role, world, matters):
    desk = sign_in(staff("new", "新人", role))
    admin = site._registry[type(matters.late)]
    enters = role in matrix().pages["admin:index"] and role in matrix().pages[admin.page_name]
    sees = role in matrix().rows["penalties"]["all"] or role == matters.late.decider_role
    expected = (200 if sees else 404) if enters else 403

    assert desk.get(admin.url("change", matters.late.pk)).status_code == expected


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_added_changed_or_deleted_by_django_itself(name, world, matters, desk_of):
    desk = desk_of("auditor") if "auditor" in matrix().pages.get(name, ()) else desk_of("administrator")
    admin = next(admin for admin in ADMINS if admin.page_name == name)
    row = admin.model._default_manager.first()
    home = admin.url("changelist")
    pk = row.pk if row else 1
    before = _rows()

    for path in ("add/", f"{pk}/change/", f"{pk}/delete/", f"{pk}/history/"):
        assert desk.post(f"{home}{path}", {"state": "x"}).status_code in (403, 404)
    fields = {field.name: "1" for field in admin.model._meta.fields}
    assert desk.post(f"{home}{pk}/", fields).status_code in (403, 404, 405)
    desk.post(home, {"action": "delete_selected", "_selected_action": [pk], "post": "yes", **fields})

    assert _rows() == before


def _rows() -> dict[str, int]:
    """How many rows each table of the product holds, sessions apart."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name != "django_session"]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def test_object_pages_of_all_kinds_open(world, matters, desk_of):
    desk = desk_of("head")
    rows = [matters.late, matters.ranged, matters.proof, matters.incident, matters.entry, matters.ticket,
            matters.deadline, matters.late.fact, world.book]  # fmt: skip
    urls = [reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]) for row in rows]

    assert {url: desk.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_the_auditor_sees_phones_masked_and_cannot_search_by_them(world, matters, desk_of):
    url = reverse("admin:tickets_ticket_change", args=[matters.ticket.pk])
    phone = matters.ticket.phone

    assert phone
    assert phone in desk_of("head").get(url).content.decode()
    assert phone not in desk_of("auditor").get(url).content.decode()
    home = reverse("admin:tickets_ticket_changelist")
    assert desk_of("head").get(home, {"q": phone}).context["cl"].result_count == 1
    assert desk_of("auditor").get(home, {"q": phone}).context["cl"].result_count == 0
