"""Clauses 5 to 6.2 and 7.1: from the fault report to the work on site, and the follow-up call."""

from typing import Any

from scenarios.acting import Act
from scenarios.verbs.registry import verb
from tickets import services


@verb
def report_fault(act: Act) -> Any:
    place = act.given("site_province", "site_area", "country")
    named = act.given("serial", "fault", "source", "urgent", "contact", "phone") | place
    return services.report_fault(**named, notified_at=act.moment_if_given("notified_at"), **act.by)


@verb
def correct_site(act: Act) -> Any:
    return services.correct_site(ticket=act.object("ticket"), **act.given("site_province", "site_area"), **act.by)


@verb
def correct(act: Act) -> Any:
    changes = act.given("serial", "urgent", "reason")
    if "notified_at" in act.fields:
        changes["notified_at"] = act.moment("notified_at")
    return services.correct(ticket=act.object("ticket"), **changes, **act.by)


@verb
def set_due(act: Act) -> Any:
    return services.set_due(ticket=act.object("ticket"), due=act.moment("due"), **act.by)


@verb
def dispatch(act: Act) -> Any:
    named = act.given("reason")
    return services.dispatch(ticket=act.object("ticket"), engineer=act.person("engineer"), **named, **act.by)


@verb
def accept(act: Act) -> Any:
    return services.accept(ticket=act.object("ticket"), **act.by)


@verb
def decline(act: Act) -> Any:
    return services.decline(ticket=act.object("ticket"), **act.given("reason"), **act.by)


@verb
def appoint(act: Act) -> Any:
    named = act.given("work", "place")
    return services.appoint(ticket=act.object("ticket"), visit_at=act.moment("visit_at"), **named, **act.by)


@verb
def arrive(act: Act) -> Any:
    named = act.given("position")
    return services.arrive(ticket=act.object("ticket"), arrived_at=act.moment_if_given("arrived_at"), **named, **act.by)


@verb
def accept_arrival(act: Act) -> Any:
    named = act.given("accept", "reason")
    return services.accept_arrival(ticket=act.object("ticket"), **named, **act.by)


@verb
def resolve_remotely(act: Act) -> Any:
    named = act.given("reason", "described_by_user")
    return services.resolve_remotely(ticket=act.object("ticket"), **named, **act.by)


@verb
def escalate(act: Act) -> Any:
    return services.escalate(ticket=act.object("ticket"), **act.given("description"), **act.by)


@verb
def answer_escalation(act: Act) -> Any:
    return services.answer_escalation(ticket=act.object("ticket"), **act.given("text"), **act.by)


@verb
def cancel(act: Act) -> Any:
    return services.cancel(ticket=act.object("ticket"), **act.given("reason"), **act.by)


@verb
def hand_to_office(act: Act) -> Any:
    office = act.world.office(act.needed("office"))
    return services.hand_to_office(ticket=act.object("ticket"), office=office, **act.by)


@verb
def office_done(act: Act) -> Any:
    return services.office_done(ticket=act.object("ticket"), **act.by)


@verb
def instruct(act: Act) -> Any:
    return services.instruct(ticket=act.object("ticket"), **act.given("text"), **act.by)


@verb
def start_work(act: Act) -> Any:
    return services.start_work(ticket=act.object("ticket"), **act.by)


@verb
def follow_up(act: Act) -> Any:
    return services.follow_up(ticket=act.object("ticket"), **act.given("outcome", "authentic", "scores"), **act.by)


@verb
def close_unreachable(act: Act) -> Any:
    return services.close_unreachable(ticket=act.object("ticket"), **act.by)


@verb
def record_ex_factory(act: Act) -> Any:
    return services.record_ex_factory(serial=act.needed("serial"), ex_factory=act.day("ex_factory"), **act.by)
