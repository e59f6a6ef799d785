"""Enquiries and complaints."""

from typing import Any

from scenarios.acting import Act
from scenarios.texts import PLAIN
from scenarios.verbs.registry import verb
from tickets import services

# What scenario/1 does not tell: to whom and with which words the office speaks.
CALLER = {"caller": "某厂设备科", "question": "咨询产品保养"}
PHONE = "13900000000"


@verb
def log_enquiry(act: Act) -> Any:
    told = CALLER | act.given("caller", "question", "answered")
    return services.log_enquiry(phone=PHONE, answer=PLAIN["text"] if told["answered"] else "", **told, **act.by)


@verb
def answer_enquiry(act: Act) -> Any:
    return services.answer_enquiry(enquiry=act.object("enquiry"), answer=PLAIN["text"], **act.by)


@verb
def file_complaint(act: Act) -> Any:
    same_as = act.fields.get("same_as")
    return services.file_complaint(
        persons=[act.world.person(name) for name in act.fields.get("persons") or ()],
        same_as=act.world.object(same_as) if same_as else None, **act.given("addressee", "content", "major"), **act.by,
    )  # fmt: skip


@verb
def verify_complaint(act: Act) -> Any:
    named = act.fields.get("persons")
    persons = None if named is None else [act.world.person(name) for name in named]
    return services.verify_complaint(
        complaint=act.object("complaint"), persons=persons, **act.given("service_caused"), **act.by
    )
