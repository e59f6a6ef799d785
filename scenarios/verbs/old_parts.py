"""Clause 9.2: old parts that come back or need not, their inspection, and the cause of a repeat repair."""

from typing import Any

from fieldservice.services import judge_cause as judge_repeat
from scenarios.acting import Act
from scenarios.verbs.registry import verb
from warranty import services

# What the inspector writes down where a story does not tell it.
FOUND = "已与异常报告逐项核对"


@verb
def exempt_return(act: Act) -> Any:
    return services.exempt_return(part=act.object("part"), **act.given("reason"), **act.by)


@verb
def return_part(act: Act) -> Any:
    return services.return_part(part=act.object("part"), **act.by)


@verb
def inspect_part(act: Act) -> Any:
    return services.inspect_part(
        part=act.object("part"), findings=FOUND, photos=act.papers("photos"), **act.given("result"), **act.by
    )


@verb
def judge_cause(act: Act) -> Any:
    return judge_repeat(ticket=act.object("ticket"), **act.given("cause"), **act.by)
