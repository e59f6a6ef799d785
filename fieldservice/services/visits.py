"""visit_customer: a visit with its survey fulfils what the book has owed to the customer (clause 7.8)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, own_roles_of
from accounts.roles import Role
from core import files as private_files
from core import journal
from core.clock import local_day
from core.errors import Incomplete, NotAllowed, OutOfRange
from core.journal import Actor, SystemActor
from core.numbering import next_number
from core.subjects import Subject
from customers.models import Customer
from customers.services.owing import SOURCES, owe_again
from deadlines import services as deadlines
from deadlines.models import Deadline
from fieldservice.duties import MADE, asked_of, is_his
from fieldservice.models import CustomerVisit
from rulebook import obligations, surveys
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force

Scores = Sequence[Any] | Mapping[str, Any]


@transaction.atomic
def visit_customer(
    *,
    customer: Customer,
    scores: Scores = (),
    interviewee: str = "",
    remarks: str = "",
    survey: str | None = None,
    visited_at: datetime | None = None,
    visitor: Person | None = None,
    files: Iterable["File[bytes]"] = (),
    actor: Actor,
    now: datetime,
) -> CustomerVisit:
    """Hand in a visit with the answers to `survey`, the one that the book asks for where it is left out.

    It fulfils what is owed in the period of `visited_at`, which is now unless it was written down later. Raises
    Incomplete naming the questions without an answer.
    """
    authorize(actor, "visit_customer", now=now)
    _only_own(customer, actor, now=now)
    at = visited_at or now
    if at > now:
        raise OutOfRange(_("回访时间不能晚于现在"), details={"visited_at": _("不能晚于现在")})
    version = in_force(now=at)
    name = survey if survey is not None else asked_of(version.book, scores)
    answers = surveys.scored(version.book, name, scores) if name else {}
    visit = CustomerVisit.objects.create(
        number=next_number("V", now=now), customer=customer, visitor_id=_visitor(visitor, actor).pk, by_id=actor.pk,
        visited_at=at, handed_in_at=now, interviewee=interviewee.strip()[:80], remarks=remarks.strip(),
        version=version, survey=name, scores=answers,
        fulfilled=_fulfil(customer, name, at, version, actor=actor, now=now),
    )  # fmt: skip
    for upload in files:
        private_files.store_file(upload, visit, kind="visit", actor=actor, now=now)
    _go_on(visit, actor=actor, now=now)
    data = {"customer": customer.number, "survey": name, "scores": answers, "fulfilled": visit.fulfilled}
    journal.record(visit, "visit_customer", actor=actor, now=now, thread=customer, data=data,
                   clause=version.book.surveys[name].clause if name else "")  # fmt: skip
    return visit


def _only_own(customer: Customer, actor: Actor, *, now: datetime) -> None:
    """An engineer visits the customers that are his, and those that nobody has; the office writes down any visit."""
    if not isinstance(actor, Person) or own_roles_of(actor, now=now) != {Role.FIELD_ENGINEER}:
        return
    if not is_his(customer, actor):
        raise NotAllowed(_("该客户由%(name)s负责回访") % {"name": customer.visited_by})


def _visitor(visitor: Person | None, actor: Actor) -> Any:
    if visitor is None and isinstance(actor, SystemActor):
        raise Incomplete(_("请填写回访人"), details={"visitor": _("请填写回访人")})
    return visitor or actor


def _fulfil(
    customer: Customer, survey: str, at: datetime, version: RulebookVersion, *, actor: Actor, now: datetime
) -> list[dict[str, str]]:
    """Stop what this visit fulfils: what asks for its survey, and what asks for no survey at all."""
    # The round of the day may not have come yet.
    owe_again(customer, since=local_day(at), reason=_("回访"), actor=actor, now=now)
    names = [name for name, owed in obligations.stopped_by(version.book, MADE).items() if owed.survey in (survey, None)]
    done = deadlines.fulfil(names=names, subject=Subject.of(customer), at=at, actor=actor, now=now)
    return [{"kind": row.kind, "period": row.occurrence} for row in done]


def _go_on(visit: CustomerVisit, *, actor: Actor, now: datetime) -> list[Deadline]:
    """What follows a visit: of a chain only the next link of the same survey."""
    book = visit.version.book
    names = [name for name, owed in obligations.after(book, MADE).items() if owed.survey in (visit.survey, None)]
    opened: list[Deadline] = []
    day = local_day(visit.visited_at)
    for batch in SOURCES["customer"].batches(day, day, only=[visit.customer_id]) if names else ():
        for one in batch:
            opened += deadlines.follow(
                event=MADE, names=names, candidate=one, key=visit.number, at=visit.visited_at, version=visit.version,
                actor=actor, now=now,
            )  # fmt: skip
    return opened


def discredit_visit(*, visit: CustomerVisit, reason: str, actor: Actor, now: datetime) -> None:
    """9.5: its sheet was proved false, so what it fulfilled is owed again. A step of the confirmed penalty."""
    for done in visit.fulfilled:
        deadlines.reopen(
            kind=done["kind"], subject=Subject.of(visit.customer), occurrence=done["period"], reason=reason,
            actor=actor, now=now,
        )  # fmt: skip
