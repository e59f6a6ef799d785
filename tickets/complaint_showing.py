"""Complaints as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Person
from accounts.roles import Role
from core.errors import ActError
from rulebook.schema.papers import Checklist
from rulebook.selectors import in_force
from tickets.enquiry_showing import reminders
from tickets.models import Complaint
from tickets.selectors.complaint_facts import would_propose
from tickets.services import check_verifier, may_handle
from tickets.showing import Badge, figure_of
from tickets.states import Addressee, ComplaintState

S = ComplaintState
TONES = {S.RECORDED: "warn", S.VERIFIED: "late", S.UNFOUNDED: "mute", S.CLOSED: "ok"}


@dataclass(frozen=True)
class ShownComplaint:
    complaint: Complaint
    badge: Badge
    persons: str


@dataclass(frozen=True)
class Outcome:
    """What one person would be proposed for."""

    name: str
    title: str
    clause: str
    figure: str
    decider: str


def row(one: Complaint) -> ShownComplaint:
    return ShownComplaint(one, badge(one.state), "、".join(person.name for person in one.persons.all()))


def badge(state: str) -> Badge:
    return Badge(str(S(state).label), TONES[S(state)])


def addressees() -> list[tuple[str, Any]]:
    return list(Addressee.choices)


def reminders_now(now: datetime) -> list[Checklist]:
    return reminders(in_force(now=now).book)


def outcome(one: Complaint, people: Sequence[Person], *, now: datetime) -> list[Outcome]:
    """Who would be proposed for what, before anybody has decided anything."""
    return [
        Outcome(
            verdict.person.name, verdict.title, verdict.clause, figure_of(verdict.effects),
            str(Role(verdict.decider_role).label),
        )
        for verdict in would_propose(one, people, now=now)
        if verdict.person
    ]  # fmt: skip


def open_to(act: str, one: Complaint, persons: Sequence[Person], reader: Person, *, now: datetime) -> bool:
    """Whether the state, and what the reader is to the case, let him do it."""
    if act == "verify_complaint":
        return one.state == S.RECORDED and _may_verify(one, persons, reader, now)
    if act == "add_complaint_evidence":
        return one.state != S.CLOSED
    if not may_handle(one, reader, now=now):
        return False
    return one.state in (S.VERIFIED, S.UNFOUNDED) if act == "close_complaint" else one.state != S.CLOSED


def _may_verify(one: Complaint, persons: Sequence[Person], reader: Person, now: datetime) -> bool:
    try:
        check_verifier(one, persons, reader, now=now)
    except ActError:
        return False
    return True
