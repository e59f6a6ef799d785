"""file_complaint, forward_complaint, add_complaint_evidence: recorded at once, owned by somebody always (8.5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, holds, may
from accounts.roles import Role
from accounts.selectors import holders
from core import files as private_files
from core import journal, transitions
from core.errors import Incomplete, NotAllowed, OutOfRange, require
from core.journal import Actor
from core.numbering import next_number
from customers.models import Customer
from customers.selectors import customer_of_phone
from judgement.services import record_fact
from notifications.services import notify
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets.models import Complaint, Ticket
from tickets.selectors.complaint_facts import RECORDED, fact_of
from tickets.states import Addressee, ComplaintState

Files = Iterable["File[bytes]"]
MANAGERS = (Role.GENERAL_MANAGER, Role.DEPT_HEAD)


@transaction.atomic
def file_complaint(
    *, addressee: str, content: str, actor: Actor, now: datetime, persons: Sequence[Person] = (), major: bool = False,
    same_as: Complaint | None = None, complainant: str = "", phone: str = "", customer: Customer | None = None,
    ticket: Ticket | None = None, received_at: datetime | None = None, owner: Person | None = None, files: Files = (),
) -> Complaint:  # fmt: skip
    """Record a complaint; who records it owns it unless `owner` is named. A major one is told to whom the book says.

    `same_as` is an earlier complaint about the same matter; `received_at` is when the user complained.
    """
    authorize(actor, "file_complaint", now=now)
    require(content=(content, _("投诉内容")))
    if addressee not in Addressee.values:
        raise OutOfRange(_("没有这种投诉对象：%(addressee)s") % {"addressee": addressee})
    at = received_at or now
    if at > now:
        raise OutOfRange(_("收到时间不能晚于现在"), details={"received_at": _("不能晚于现在")})
    complaint = Complaint.objects.create(
        number=next_number("X", now=now), addressee=addressee, content=content.strip(), major=major, ticket=ticket,
        same_as=same_as and (same_as.same_as or same_as), complainant=complainant.strip(), phone=phone.strip(),
        customer=customer or (ticket.customer if ticket else None) or customer_of_phone(phone),
        owner_id=(owner or _first_owner(actor, now=now)).pk, received_at=at, recorded_by_id=actor.pk, recorded_at=now,
        version=in_force(now=at),
    )  # fmt: skip
    complaint.persons.set(persons)
    _keep(complaint, files, actor=actor, now=now)
    _tell_journal(complaint, persons, actor=actor, now=now)
    record_fact(fact_of(complaint, RECORDED, persons), actor=actor, now=now)
    return complaint


def _first_owner(actor: Actor, *, now: datetime) -> Any:
    """Who records it; of what came without a person the head of the department."""
    if isinstance(actor, Person):
        return actor
    found = holders(*MANAGERS, now=now).order_by("pk").first()
    if found is None:
        raise Incomplete(_("请指定承办人"), details={"owner": _("请指定承办人")})
    return found


def _keep(complaint: Complaint, files: Files, *, actor: Actor, now: datetime) -> int:
    kept = [private_files.store_file(one, complaint, kind="evidence", actor=actor, now=now) for one in files]
    return len(kept)


def _tell_journal(complaint: Complaint, persons: Sequence[Person], *, actor: Actor, now: datetime) -> None:
    told = {
        "addressee": complaint.addressee, "major": complaint.major, "owner": complaint.owner.name,
        "persons": [person.name for person in persons],
        **({"same_as": complaint.same_as.number} if complaint.same_as else {}),
    }  # fmt: skip
    clause = clause_of(complaint.version.book, "file_complaint")
    journal.record(complaint, "file_complaint", actor=actor, now=now, target=complaint.state, reason=complaint.content,
                   clause=clause, data=told, thread=complaint.ticket)  # fmt: skip


@transaction.atomic
def forward_complaint(*, complaint: Complaint, to: Person, reason: str, actor: Person, now: datetime) -> Complaint:
    """Hand the complaint to another owner, by who owns it or by a manager; it is never without one (8.5a)."""
    authorize(actor, "forward_complaint", now=now)
    _only_owner(complaint, actor, now=now)
    locked = transitions.claim(complaint, "hand_over")
    require(reason=(reason, _("转交原因")))
    if to.pk == locked.owner_id:
        raise OutOfRange(_("承办人已经是%(name)s") % {"name": to.name}, details={"to": _("请选择另一位承办人")})
    if not may_own(to, now=now):
        raise OutOfRange(_("%(name)s不能承办投诉，请选择办公室人员") % {"name": to.name})
    transitions.advance(locked, "hand_over", act="forward_complaint", actor=actor, now=now, reason=reason, owner=to,
                        thread=locked.ticket, data={"owner": to.name})  # fmt: skip
    title = _("投诉 %(number)s 转交您承办") % {"number": locked.number}
    notify(about="complaint", title=title, text=reason, subject=locked, url=locked.get_absolute_url(), to=[to], now=now)
    return locked


@transaction.atomic
def add_complaint_evidence(*, complaint: Complaint, files: Files, actor: Person, now: datetime, note: str = "") -> None:
    """Add pictures or papers that were found out since."""
    authorize(actor, "add_complaint_evidence", now=now)
    locked = transitions.claim(complaint, "hand_over")
    given = list(files)
    require(papers=(given, _("材料")))
    count = _keep(locked, given, actor=actor, now=now)
    journal.record(locked, "add_complaint_evidence", actor=actor, now=now, reason=note, data={"files": count},
                   thread=locked.ticket)  # fmt: skip


@transaction.atomic
def close_complaint(*, complaint: Complaint, answer: str, actor: Person, now: datetime) -> Complaint:
    """The user has his answer, which nobody gives before the complaint was looked into (8.2b)."""
    authorize(actor, "close_complaint", now=now)
    _only_owner(complaint, actor, now=now)
    locked = transitions.lock(complaint)
    if locked.state == ComplaintState.RECORDED:
        raise transitions.refusal(locked)
    require(answer=(answer, _("给用户的答复")))
    return transitions.advance(
        locked, "close", act="close_complaint", actor=actor, now=now, reason=answer.strip(), answer=answer.strip(),
        by=actor, at=now, thread=locked.ticket, clause=clause_of(locked.version.book, "close_complaint"),
    )  # fmt: skip


def may_handle(complaint: Complaint, person: Person, *, now: datetime) -> bool:
    """Whether somebody owns the complaint, or is a manager."""
    return complaint.owner_id == person.pk or any(holds(person, role, now=now) for role in MANAGERS)


def _only_owner(complaint: Complaint, actor: Person, *, now: datetime) -> None:
    if not may_handle(complaint, actor, now=now):
        raise NotAllowed(_("只有承办人或部长、总经理可以办理"))


def may_own(person: Person, *, now: datetime) -> bool:
    """Whether somebody works where complaints are handled."""
    return may(person, "file_complaint", now=now)
