"""Delegation and coming back on post."""

from typing import Any

from accounts import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def delegate(act: Act) -> Any:
    parties = {"principal": act.person("from"), "deputy": act.person("to")}
    return services.delegate(**parties, role=act.fields["role"], until=act.day("until"), **act.by)


@verb
def reinstate(act: Act) -> Any:
    return services.reinstate(person=act.person("person"), **act.by)
