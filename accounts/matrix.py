"""Read matrix.yaml into sets of roles, and refuse it as a whole with every mistake named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from accounts.acts import ACTS
from accounts.roles import Role

FILE = Path(__file__).with_name("matrix.yaml")
SECTIONS = {"groups", "delegable", "acts", "pages", "public", "rows"}

# Conditions of `only`, each checked by the act's own service on the object in hand.
ONLY: dict[str, Any] = {
    "assigned": _("工单的负责人"),
    "another": _("不得针对本人"),
    "band": _("金额所属权限"),
    "concerned": _("当事人"),
    "decider": _("条款的裁决人或总经理"),
    "department": _("所列责任部门"),
    "holder": _("任职者本人"),
    "owner": _("承办人，或部长、总经理"),
    "mode": _("快件由统计员，货运和大客由发运班"),
    "self": _("本人"),
    "visible": _("可见范围内"),
    "visitor": _("服务人员只能回访本人负责的客户"),
    "writer": _("起草或修改过它的人，或总经理"),
}
SCOPES: dict[str, Any] = {
    "all": _("全部"),
    "department": _("本部门"),
    "office": _("本办事处"),
    "papers": _("经手单据"),
    "masked": _("脱敏"),
    "settled": _("已结算"),
    "own": _("本人"),
}


@dataclass(frozen=True)
class Rule:
    """Who may do one act."""

    roles: frozenset[str]
    only: str = ""
    decision: bool = False
    public: bool = False


@dataclass
class Matrix:
    """The declared rights; `problems` lists what is wrong with the file."""

    acts: dict[str, Rule] = field(default_factory=dict)
    pages: dict[str, frozenset[str]] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    rows: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    delegable: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)


@cache
def matrix() -> Matrix:
    """The matrix of this installation, read once; a file with any mistake stops the product."""
    loaded = parse(FILE.read_text(encoding="utf-8"))
    if loaded.problems:
        raise ImproperlyConfigured("accounts/matrix.yaml:\n- " + "\n- ".join(loaded.problems))
    return loaded


def parse(text: str) -> Matrix:
    """Everything that `text` declares, with all its mistakes in `problems`."""
    document = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 -- a SafeLoader that also refuses double keys
    result = Matrix()
    reader = _Reader(document.get("groups", {}), result.problems)
    result.problems += [f"unknown section {name}" for name in set(document) - SECTIONS]
    result.delegable = reader.roles(document.get("delegable", ()), "delegable")
    result.acts = {name: reader.rule(name, given) for name, given in document.get("acts", {}).items()}
    result.problems += [f"acts.{name}: not declared" for name in ACTS if name not in result.acts]
    pages = document.get("pages", {})
    result.pages = {name: reader.roles(given, f"pages.{name}") for name, given in pages.items()}
    result.public = frozenset(document.get("public", ()))
    result.problems += [f"{name}: both a page and public" for name in result.public & set(result.pages)]
    result.rows = {name: reader.scopes(name, given) for name, given in document.get("rows", {}).items()}
    return result


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # whichever there is
    """PyYAML silently lets the second of two equal keys win; in a table of rights that hides a mistake."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _value in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ImproperlyConfigured(f"accounts/matrix.yaml names twice: {', '.join(sorted(twice))}")
        return super().construct_mapping(node, deep)


class _Reader:
    """Resolves groups and notes every unknown name."""

    def __init__(self, groups: Mapping[str, list[str]], problems: list[str]) -> None:
        self.groups, self.problems = groups, problems
        problems += [f"groups.{name}: is the name of a role" for name in groups if name in Role.values]

    def roles(self, names: Iterable[str] | None, where: str) -> frozenset[str]:
        found: set[str] = set()
        for name in names or ():
            if name in Role.values:
                found.add(str(name))
            elif name in self.groups:
                found |= self.roles(self.groups[name], f"groups.{name}")
            else:
                self.problems.append(f"{where}: unknown role {name}")
        return frozenset(found)

    def rule(self, act: str, given: Mapping[str, Any]) -> Rule:
        where = f"acts.{act}"
        if act not in ACTS:
            self.problems.append(f"{where}: unknown act")
        unknown = set(given) - {"roles", "only", "decision", "public"}
        self.problems += [f"{where}: unknown key {name}" for name in sorted(unknown)]
        only = given.get("only", "")
        if only and only not in ONLY:
            self.problems.append(f"{where}: unknown condition {only}")
        roles = self.roles(given.get("roles"), where)
        return Rule(roles, only, bool(given.get("decision")), bool(given.get("public")))

    def scopes(self, kind: str, given: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
        self.problems += [f"rows.{kind}: unknown scope {name}" for name in given if name not in SCOPES]
        return {scope: self.roles(names, f"rows.{kind}.{scope}") for scope, names in given.items()}
