"""Calls to engineers, and their calls back."""

from typing import Any

from fieldservice import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb


@verb
def call_engineer(act: Act) -> Any:
    return services.call_engineer(engineer=act.person("engineer"), **act.given("answered"), **act.by)


@verb
def call_back(act: Act) -> Any:
    return services.call_back(**act.by)
