"""What the judgement is told about a complaint, and who would be proposed for what (9.12)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Person
from accounts.roles import Role
from accounts.selectors import holders
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.verdicts import Targets, Verdict, judge
from tickets.models import Complaint

RECORDED, VERIFIED = "complaint.recorded", "complaint.verified"


def fact_of(complaint: Complaint, event: str, persons: Sequence[Person]) -> FactInput:
    """Dated by when the user complained: the roles, the book and the month are those of that day."""
    offices = {person.office_id for person in persons if person.office and person.office.independent}
    heads = holders(Role.OFFICE_HEAD, now=complaint.received_at).filter(office__in=offices)
    return FactInput(
        event=event, subject=Subject.of(complaint), version=complaint.version, at=complaint.received_at,
        thread=Subject.of(complaint.ticket) if complaint.ticket else None,
        facts={
            "complaint": complaint.matter,
            "complaint.addressee": complaint.addressee,
            "complaint.persons": sorted({person.pk for person in persons}),
            "complaint.independent": bool(offices),
            "complaint.office_head.person": sorted({person.pk for person in heads}) if offices else [],
            "complaint.major": complaint.major,
        },
    )  # fmt: skip


def would_propose(complaint: Complaint, persons: Sequence[Person], *, now: datetime) -> list[Verdict]:
    """What the book would make of the complaint if the service had caused it, without recording anything."""
    given = fact_of(complaint, VERIFIED, persons)
    return judge(given, targets=Targets.of({None: given}, now=now))
