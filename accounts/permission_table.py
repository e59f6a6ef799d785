"""The matrix as a page that people can read, every cell of it, denials included."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import override

from accounts.acts import ACTS, AREAS
from accounts.matrix import ONLY, SCOPES, Matrix, matrix
from accounts.roles import Role

HEAD = """# Permissions

Written by `manage.py permissions --write` from `accounts/matrix.yaml`; a test compares the two. What stands in no
table is denied. ● may; · may not. *Only* names what must hold besides the role, checked by the act on the object in
hand. *Decision*: by a person only, never by the system itself. *Public*: also without an account.

A deputy may what the role may that is delegated to him, for as long as the delegation lasts and its principal holds the
role (regulation 6.4d); nobody decides on his own case or on that of his principal.
"""
# Short heads, so that eighteen columns fit on a page.
SHORT = {
    "general_manager": "总经理", "dept_head": "部长", "service_supervisor": "服务主管", "quality_service_supervisor": "质量主管",
    "liaison": "联络员", "statistician": "统计员", "clerk": "内勤", "field_engineer": "服务人员", "salesperson": "业务员",
    "loss_department_reviewer": "责任部门", "warehouse_keeper": "库房", "freight_dispatcher": "发运班", "inspector": "质检",
    "office_head": "办事处", "sales_director": "销售总监", "finance": "财务", "administrator": "管理员", "auditor": "审计",
}  # fmt: skip


def document() -> str:
    """The whole page as Markdown."""
    with override("zh-hans"):
        return "\n".join([HEAD, *_lines(matrix())])


def _lines(rights: Matrix) -> Iterator[str]:
    for area, acts in AREAS.items():
        yield from _table(f"## {area}", ["Act", ""], ((_act(act, rights), rights.acts[act].roles) for act in acts))
    yield from _table("## Pages", ["Page"], (([f"`{name}`"], roles) for name, roles in sorted(rights.pages.items())))
    yield "Without an account: " + "、".join(f"`{name}`" for name in sorted(rights.public)) + "\n"
    yield from _rows(rights)
    handed_on = "、".join(str(Role(role).label) for role in Role.values if role in rights.delegable)
    yield f"## Delegation\n\nMay be handed on: {handed_on}.\n"


def _act(act: str, rights: Matrix) -> list[str]:
    rule = rights.acts[act]
    notes = [f"only: {ONLY[rule.only]}"] if rule.only else []
    notes += [name for name, on in (("decision", rule.decision), ("public", rule.public)) if on]
    return [f"`{act}` {ACTS[act]}", "; ".join(notes)]


def _table(title: str, heads: Sequence[str], lines: Iterable[tuple[list[str], frozenset[str]]]) -> Iterator[str]:
    yield f"{title}\n"
    yield _line([*heads, *(SHORT[role] for role in Role.values)])
    yield _line(["---"] * (len(heads) + len(Role.values)))
    for cells, roles in lines:
        yield _line([*cells, *("●" if role in roles else "·" for role in Role.values)])
    yield ""


def _rows(rights: Matrix) -> Iterator[str]:
    yield "## Rows\n\nWhat of each list a role sees.\n"
    yield _line(["List", *(SHORT[role] for role in Role.values)])
    yield _line(["---"] * (1 + len(Role.values)))
    for name, scopes in rights.rows.items():
        seen = ("、".join(str(SCOPES[scope]) for scope in scopes if role in scopes[scope]) for role in Role.values)
        yield _line([f"`{name}`", *(cell or "·" for cell in seen)])
    yield ""


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
