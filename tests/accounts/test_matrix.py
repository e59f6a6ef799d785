"""The declared rights: complete, free of unknown names, and refused as a whole otherwise."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.acts import ACTS
from accounts.matrix import FILE, SCOPES, matrix, parse
from accounts.roles import Role

# "Who acts" of the scenario format, word by word, for the acts that belong to a single role.
ONE_ROLE = {
    "liaison": "dispatch correct_site correct set_due hand_to_office accept_report refuse_report request_parts"
    " change_lines inform_engineer follow_up record_ex_factory",
    "service_supervisor": "judge answer_escalation accept_arrival cancel close_unreachable",
    "quality_service_supervisor": "take_leave order_departure call_home allow_return deny_return exempt_return",
    "dept_head": "instruct judge_cause record_training score_month",
    "clerk": "receive_card return_part verify_daily_report mark_summary close_month",
    "inspector": "inspect_part",
    "loss_department_reviewer": "sign_claim refuse_claim",
    "general_manager": "reinstate revoke_void decide_appeal publish_rulebook edit_rulebook",
    "field_engineer": "accept decline appoint arrive resolve_remotely escalate start_work sign_card apply_fee"
    " receive_parts depart ask_return return_to_factory report_back send_daily_report call_back"
    " submit_month",
    "statistician": "issue_claim draw_parts hand_over",
}
SEVERAL_ROLES = {
    "report_fault": {"liaison", "clerk"},
    "call_engineer": {"liaison", "clerk"},
    "record_incident": {
        "liaison", "clerk", "service_supervisor", "quality_service_supervisor", "inspector", "dept_head",
        "general_manager",
    },
    "office_done": {"office_head", "liaison"},
    "visit_customer": {"field_engineer", "liaison", "clerk", "service_supervisor", "quality_service_supervisor"},
    "submit_report": {"field_engineer", "salesperson"},
    "ship": {"statistician", "freight_dispatcher"},
    "verify_complaint": {"dept_head", "general_manager"},
}  # fmt: skip


def test_every_act_is_declared_and_no_other() -> None:
    assert set(matrix().acts) == set(ACTS)


@pytest.mark.parametrize(("role", "acts"), ONE_ROLE.items())
def test_an_act_of_one_role_is_of_no_other(role: str, acts: str) -> None:
    assert {act: matrix().acts[act].roles for act in acts.split()} == dict.fromkeys(acts.split(), frozenset({role}))


@pytest.mark.parametrize(("act", "roles"), SEVERAL_ROLES.items())
def test_an_act_of_several_roles(act: str, roles: set[str]) -> None:
    assert matrix().acts[act].roles == roles


def test_the_auditor_changes_nothing_and_the_administrator_does_no_business() -> None:
    acts = matrix().acts
    auditor = {act for act, rule in acts.items() if Role.AUDITOR in rule.roles}
    administrator = {act for act, rule in acts.items() if Role.ADMINISTRATOR in rule.roles and rule.decision}

    assert (auditor, administrator) == ({"change_password", "export", "verify_journal"}, {"appoint_deputy"})


def test_installation_roles_are_never_handed_on() -> None:
    undelegable = {Role.ADMINISTRATOR, Role.AUDITOR, Role.FIELD_ENGINEER}

    assert matrix().delegable == set(Role.values) - undelegable


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("roles: [liaison]", "roles: [lieson]", "acts.correct_site: unknown role lieson"),
        ("  cancel:", "  cancle:", "acts.cancle: unknown act"),
        ("  cancel:", "  # cancel:", "acts.cancel: not declared"),
        ("only: band", "only: bland", "acts.approve: unknown condition bland"),
        ("    papers: [store]", "    paper: [store]", "rows.tickets: unknown scope paper"),
        ("\nrows:", "\nlines:", "unknown section lines"),
        ("  - accounts:login", "  - accounts:password", "accounts:password: both a page and public"),
        ("decision: true}", "decides: true}", "acts.set_due: unknown key decides"),
        ("  managers:", "  liaison:", "groups.liaison: is the name of a role"),
    ],
)
def test_a_mistake_in_the_file_is_named(old: str, new: str, problem: str) -> None:
    text = FILE.read_text(encoding="utf-8").replace(old, new, 1)

    assert problem in parse(text).problems


def test_a_name_given_twice_is_refused() -> None:
    text = FILE.read_text(encoding="utf-8").replace("acts:\n", "acts:\n  cancel: {roles: [clerk]}\n", 1)

    with pytest.raises(ImproperlyConfigured, match="cancel"):
        parse(text)


def test_every_act_that_code_asks_for_is_declared(root: Path) -> None:
    asked = re.compile(r"\b(?:authorize|may)\(\s*[\w.]+,\s*\"(\w+)\"")
    files = [
        path for path in root.glob("*/**/*.py") if path.parts[len(root.parts)] not in {".venv", "tests", "node_modules"}
    ]
    named = {(path.name, act) for path in files for act in asked.findall(path.read_text(encoding="utf-8"))}

    assert named, "no act is asked for anywhere"
    missing = sorted((file, act) for file, act in named if act not in ACTS)
    assert missing == [], "add them to accounts/acts.py and accounts/matrix.yaml"


def test_every_scope_has_a_name() -> None:
    assert {scope for scopes in matrix().rows.values() for scope in scopes} <= set(SCOPES)
