"""Reads of facts and proposals."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Person, RoleAssignment
from core.subjects import Subject
from judgement.managers import ProposalQuerySet, concerning
from judgement.models import Fact, Proposal


def role_holders(*, now: datetime) -> dict[str, list[Person]]:
    """Everybody who holds a role other than engineer himself, by role; one query."""
    rows = RoleAssignment.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now, person__is_active=True)
    holders: dict[str, list[Person]] = defaultdict(list)
    for row in rows.exclude(role="field_engineer").select_related("person").order_by("person_id"):
        holders[row.role].append(row.person)
    return holders


def proposals(
    *,
    of: Subject | None = None,
    person: Person | None = None,
    clause: str | None = None,
    day: date | None = None,
    month: str | None = None,
) -> ProposalQuerySet:
    """The proposals that match, oldest fact first; `person` is who answers for it now."""
    wanted = {
        "subject_type": of and of.type, "subject_id": of and of.id, "charged_to": person, "clause": clause,
        "happened_on": day, "month": month,
    }  # fmt: skip
    found = Proposal.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    return found.select_related("charged_to", "person", "fact", "version").order_by("fact__happened_at", "id")


def current_fact(*, event: str, subject: Subject, occurrence: str) -> Fact | None:
    """The newest epoch of a fact that was not withdrawn."""
    rows = Fact.objects.filter(
        event=event, subject_type=subject.type, subject_id=subject.id, occurrence=occurrence, withdrawal=None
    )
    return rows.select_related("version").order_by("-epoch").first()


def visible_facts(viewer: Any, *, now: datetime) -> QuerySet[Fact]:
    """Facts about the people whose penalties the viewer may know of (matrix `rows: penalties`)."""
    rows = Fact.objects.filter(concerning(viewer, "person", now=now))
    return rows.select_related("person", "version", "withdrawal")


def proposals_of(fact: Fact) -> ProposalQuerySet:
    """What the book proposed for one fact."""
    return fact.proposals.select_related("charged_to").order_by("id")
