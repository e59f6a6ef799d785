"""Who enters the admin at all: roles of the matrix, never Django's is_staff."""

import pytest

from accounts.matrix import matrix
from accounts.models import Person
from accounts.roles import Role
from tests.admin.conftest import sign_in
from tests.support.company import staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_a_role_enters_if_the_matrix_says_so(role, world):
    answer = sign_in(staff("new", "新人", role)).get("/admin/")

    assert answer.status_code == (200 if role in matrix().pages["admin:index"] else 403)


def test_staff_and_superuser_without_a_role_get_in_nowhere(world):
    nobody = Person.objects.create_superuser("root", password="geheim-2026", name="无岗")
    assert (nobody.is_staff, sign_in(nobody).get("/admin/").status_code) == (True, 403)


def test_nothing_is_opened_under_a_password_that_somebody_else_set(world):
    Person.objects.filter(pk=world.head.pk).update(must_change_password=True)
    answer = sign_in(Person.objects.get(pk=world.head.pk)).get("/admin/judgement/proposal/")

    assert (answer.status_code, answer["Location"]) == (302, "/password/")


def test_a_stranger_signs_in_on_the_products_own_page(client, world):
    answer = client.get("/admin/judgement/proposal/")

    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/admin/judgement/proposal/")


def test_the_admin_has_no_sign_in_of_its_own(client, world, desk_of):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/login/?next=/admin/"
    assert desk_of("head").get("/admin/login/")["Location"] == "/admin/"


@pytest.mark.parametrize("path", ["password_change/", "autocomplete/", "search/?s=a", "r/1/1/", "logout/"])
def test_pages_of_django_that_nobody_needs_are_not_routed(path, desk_of):
    assert desk_of("head").get(f"/admin/{path}").status_code == 404


def test_the_navigation_offers_only_what_opens(desk_of, matters):
    for name in ("liaison", "head", "auditor", "administrator", "inspector"):
        desk = desk_of(name)
        groups = desk.get("/admin/").context["groups"]
        links = [item["link"] for group in groups for item in group["items"]]
        assert links, name
        assert {link: desk.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_start_page_counts_what_waits_for_me(desk_of, matters):
    todo = {str(item["title"]): item["count"] for item in desk_of("head").get("/admin/").context["todo"]}

    assert todo == {"审批": 0, "考核裁决": 3, "书面证明": 1}


def test_the_company_heads_the_page(desk_of):
    assert "示范设备有限公司" in desk_of("head").get("/admin/").content.decode()
