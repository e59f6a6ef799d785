"""Delegation and coming back on post."""

from typing import Any

from accounts import services
from penalties import services as penalties
from scenarios.acting import Act
from scenarios.verbs.registry import verb

GROUNDS = "学习制度并经考核合格"


@verb
def delegate(act: Act) -> Any:
    principal, deputy = act.person("from"), act.person("to")
    role, until = act.needed("role"), act.day("until")
    return services.delegate(principal=principal, deputy=deputy, role=role, until=until, **act.by)


@verb
def reinstate(act: Act) -> Any:
    return penalties.reinstate(person=act.person("person"), reason=GROUNDS, **act.by)
