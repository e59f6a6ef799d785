"""Every act of the admin × every role: 200 for those of the matrix, 403 in scope, 404 out of scope."""

from datetime import date, timedelta

import pytest
from django.contrib.admin import site
from django.urls import reverse

from accounts.admin_rights import MatrixAdmin
from accounts.matrix import matrix
from accounts.models import Delegation
from accounts.roles import Role
from judgement.models import Proposal
from rulebook.services import draft_rulebook
from tests.admin.conftest import NOW, sign_in
from tests.support.company import staff

pytestmark = pytest.mark.django_db
OBJECT_ACTS = [
    ("judgement_proposal_confirm", "confirm_penalty", "conduct"),
    ("judgement_proposal_waive", "waive_penalty", "conduct"),
    ("penalties_writtenproof_accept", "decide_proof", "proof"),
    ("penalties_writtenproof_refuse", "decide_proof", "proof"),
    ("penalties_incident_amend", "amend_incident", "incident"),
]
LIST_ACTS = [
    ("penalties_incident_record", "record_incident"), ("accounts_delegation_delegate", "delegate"),
    ("rulebook_rulebookversion_draft", "draft_rulebook"),
]  # fmt: skip


def page_of(route: str) -> str:
    return f"admin:{route.rpartition('_')[0]}"


def expected(role: str, route: str, act: str) -> int:
    opens = {"admin:index", page_of(route)}
    if not all(role in matrix().pages[name] for name in opens):
        return 403
    return 200 if role in matrix().acts[act].roles else 403


@pytest.mark.parametrize("role", Role.values)
def test_acts_on_an_object(role, world, matters):
    desk = sign_in(staff("new", "新人", role))
    got = {route: desk.get(reverse(f"admin:{route}", args=[getattr(matters, name).pk])).status_code
           for route, _act, name in OBJECT_ACTS}  # fmt: skip

    assert got == {route: expected_of_object(role, route, act) for route, act, _name in OBJECT_ACTS}


def expected_of_object(role: str, route: str, act: str) -> int:
    """403 at the door, 404 for who sees nothing of it, 403 for who reads it but is not its decider."""
    if not page_opens(role, route):
        return 403
    # The incidents were recorded by another liaison; who is no decider of these clauses sees them by scope only.
    if role not in matrix().rows["penalties"]["all"]:
        return 404
    decides = role in ("dept_head", "general_manager") or act == "amend_incident"
    return 200 if decides and role in matrix().acts[act].roles else 403


def page_opens(role: str, route: str) -> bool:
    return role in matrix().pages["admin:index"] and role in matrix().pages[page_of(route)]


@pytest.mark.parametrize("role", Role.values)
def test_acts_of_a_list(role, world):
    desk = sign_in(staff("new", "新人", role))

    for route, act in LIST_ACTS:
        assert desk.get(reverse(f"admin:{route}")).status_code == expected(role, route, act), route


def test_every_act_of_the_admin_is_one_of_the_matrix():
    codes = {
        getattr(admin, name).act.code
        for admin in site._registry.values() if isinstance(admin, MatrixAdmin)
        for name in (*admin.object_acts, *admin.list_acts)
    }  # fmt: skip

    assert codes - set(matrix().acts) == set()


def test_who_may_not_act_sees_no_button(world, matters, desk_of):
    url = reverse("admin:judgement_proposal_change", args=[matters.conduct.pk])

    assert [str(button.label) for button in desk_of("head").get(url).context["page"].buttons] == ["确认", "免除"]
    assert desk_of("auditor").get(url).context["page"].buttons == []


@pytest.mark.parametrize("route", ["confirm", "waive", "revoke"])
def test_a_post_of_who_may_only_read_changes_nothing(route, world, matters, desk_of):
    before = list(Proposal.objects.order_by("pk").values())
    url = reverse(f"admin:judgement_proposal_{route}", args=[matters.conduct.pk])

    assert desk_of("auditor").send(url, reason="x", amount="1").status_code == 403
    assert list(Proposal.objects.order_by("pk").values()) == before


def test_a_post_without_a_key_does_nothing(world, matters, desk_of):
    url = reverse("admin:judgement_proposal_confirm", args=[matters.conduct.pk])

    assert desk_of("head").post(url, {"reason": ""}).status_code == 400
    assert Proposal.objects.get(pk=matters.conduct.pk).state == "proposed"


def test_the_general_manager_brings_back_on_post(world, desk_of):
    from accounts.services import take_off_post

    take_off_post(person=world.e1, actor=world.head, now=NOW)
    url = reverse("admin:accounts_person_reinstate", args=[world.e1.pk])

    assert desk_of("head").get(url).status_code == 403
    assert desk_of("gm").send(url, reason="培训合格").status_code == 302
    assert type(world.e1).objects.get(pk=world.e1.pk).state == "active"
    assert desk_of("gm").get(url).status_code == 409


def test_a_holder_hands_his_role_on_and_takes_it_back(world, desk_of):
    desk = desk_of("head")
    form = {"role": "dept_head", "deputy": world.supervisor.pk, "until": NOW.date() + timedelta(days=3)}

    assert desk.send(reverse("admin:accounts_delegation_delegate"), **form).status_code == 302
    given = Delegation.objects.get()
    assert (given.principal, given.deputy) == (world.head, world.supervisor)
    revoke = reverse("admin:accounts_delegation_revoke", args=[given.pk])
    assert desk_of("supervisor").send(revoke).status_code == 403
    assert desk.send(revoke).status_code == 302
    assert Delegation.objects.get().revoked_at == NOW


def test_nobody_hands_on_a_role_that_is_not_his(world, desk_of):
    form = {"role": "general_manager", "deputy": world.e1.pk, "until": date(2026, 4, 1)}

    answer = desk_of("head").send(reverse("admin:accounts_delegation_delegate"), **form)

    assert (answer.status_code, Delegation.objects.count()) == (422, 0)


def test_a_draft_is_published_by_the_general_manager_but_not_by_its_author(world, desk_of):
    day = NOW.date() + timedelta(days=5)
    draft = draft_rulebook(effective_from=day, changes={"waiver_submit": "10d"}, actor=world.head, now=NOW)
    url = reverse("admin:rulebook_rulebookversion_publish", args=[draft.pk])

    assert desk_of("head").get(url).status_code == 403
    assert desk_of("gm").send(url, effective_from=day.isoformat()).status_code == 302
    assert type(draft).objects.get(pk=draft.pk).state == "published"
    own = draft_rulebook(effective_from=day, changes={"waiver_submit": "9d"}, actor=world.gm, now=NOW)
    page = desk_of("gm").get(reverse("admin:rulebook_rulebookversion_change", args=[own.pk])).content.decode()
    assert "起草人不能发布自己的版本" in page
