"""Clause 9.8: journeys with their permission to return, leaves, trainings at the factory."""

from typing import Any

from fieldservice.services import leaves, returns, trainings, trips
from scenarios.acting import Act
from scenarios.verbs.registry import verb

# What the engineer and the head write down where a story does not tell it.
WHY, FOUND = "本次任务已完成", "培训考核记录在案"


@verb
def order_departure(act: Act) -> Any:
    return trips.order_departure(
        engineer=act.person("engineer"), depart_on=act.day("depart_on"), **act.given("region"), **act.by
    )


@verb
def depart(act: Act) -> Any:
    return trips.depart(trip=act.object("trip"), **act.by)


@verb
def ask_return(act: Act) -> Any:
    return returns.ask_return(trip=act.object("trip"), reason=WHY, **act.by)


@verb
def allow_return(act: Act) -> Any:
    return returns.allow_return(trip=act.object("trip"), **act.by)


@verb
def deny_return(act: Act) -> Any:
    return returns.deny_return(trip=act.object("trip"), **act.given("reason"), **act.by)


@verb
def return_to_factory(act: Act) -> Any:
    return trips.return_to_factory(trip=act.object("trip"), **act.by)


@verb
def report_back(act: Act) -> Any:
    return trips.report_back(trip=act.object("trip"), **act.by)


@verb
def call_home(act: Act) -> Any:
    return returns.call_home(trip=act.object("trip"), **act.by)


@verb
def take_leave(act: Act) -> Any:
    return leaves.take_leave(
        engineer=act.person("engineer"), first_day=act.day("from"), last_day=act.day("to"), **act.by
    )


@verb
def record_training(act: Act) -> Any:
    ordinary = {"result": "ok", "discipline": "ok"}
    return trainings.record_training(
        engineer=act.person("engineer"), note=FOUND, **(ordinary | act.given("result", "discipline")), **act.by
    )
