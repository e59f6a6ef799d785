"""Delegation and coming back on post."""

from typing import Any

from accounts import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def delegate(act: Act) -> Any:
    principal, deputy = act.person("from"), act.person("to")
    role, until = act.needed("role"), act.day("until")
    return services.delegate(principal=principal, deputy=deputy, role=role, until=until, **act.by)


@verb
def reinstate(act: Act) -> Any:
    return services.reinstate(person=act.person("person"), **act.by)
