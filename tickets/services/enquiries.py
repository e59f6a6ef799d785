"""log_enquiry, answer_enquiry, link_enquiry: questions of users, answered at once or within the period (clause 8.2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import journal, transitions
from core.errors import Incomplete, WrongState, require
from core.journal import Actor
from core.numbering import next_number
from core.subjects import Subject
from core.worktime.table import Listed
from customers.models import Customer
from customers.selectors import customer_of_phone
from deadlines import services as deadlines
from rulebook.acts import clause_of
from rulebook.book import Book
from rulebook.limits import Due, due_of
from rulebook.models import RulebookVersion
from rulebook.papers import missing
from rulebook.selectors import in_force
from rulebook.warnings import warn_at
from tickets.models import Enquiry, Ticket

REPLY, FORM = "reply", "enquiry"
# An enquiry is answered once.
OCCURRENCE = ""


@transaction.atomic
def log_enquiry(
    *, caller: str, question: str, answered: bool, actor: Person, now: datetime, phone: str = "", answer: str = "",
    customer: Customer | None = None, ticket: Ticket | None = None,
) -> Enquiry:  # fmt: skip
    """Keep a question with its answer, or with the limit until which the caller is to be rung up.

    `customer` is found by `phone` where it is left out. Raises Incomplete where the book's form lacks something, or
    where nobody could be called back.
    """
    authorize(actor, "log_enquiry", now=now)
    version = in_force(now=now)
    known = customer or customer_of_phone(phone)
    reach = phone.strip() or (known.phone if known else "")
    _require(version, caller, question, answer if answered else None, reach)
    enquiry = Enquiry.objects.create(
        number=next_number("N", now=now), caller=caller.strip(), phone=reach, question=question.strip(),
        customer=known, ticket=ticket, answered_at_once=answered, logged_by_id=actor.pk, logged_at=now,
        version=version,
    )  # fmt: skip
    journal.record(enquiry, "log_enquiry", actor=actor, now=now, target=enquiry.state, thread=ticket,
                   clause=clause_of(version.book, "log_enquiry"), data={"answered": answered})  # fmt: skip
    _start_limit(enquiry, actor, answered, now=now)
    if answered:
        _reply(enquiry, answer, actor=actor, now=now)
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, answer: str, actor: Person, now: datetime) -> Enquiry:
    """The caller was rung up and told; what comes late is answered all the same and stays late."""
    authorize(actor, "answer_enquiry", now=now)
    locked = transitions.claim(enquiry, "reply")
    require(answer=(answer, _("答复内容")))
    return _reply(locked, answer, actor=actor, now=now)


@transaction.atomic
def link_enquiry(*, enquiry: Enquiry, ticket: Ticket, actor: Person, now: datetime) -> Enquiry:
    """The question belongs to `ticket`, such as the fault report that was made of it. A second link changes nothing."""
    authorize(actor, "link_enquiry", now=now)
    locked = transitions.lock(enquiry)
    if locked.ticket_id == ticket.pk:
        return locked
    if locked.ticket_id is not None:
        raise WrongState(_("这条咨询已经关联到另一张工单，不能再关联"))
    locked.ticket = ticket
    locked.customer = locked.customer or ticket.customer
    locked.save(update_fields=["ticket", "customer"])
    journal.record(locked, "link_enquiry", actor=actor, now=now, thread=ticket, data={"ticket": ticket.number})
    return locked


def _require(version: RulebookVersion, caller: str, question: str, answer: str | None, reach: str) -> None:
    asked = {"caller": (caller, _("来电单位或姓名")), "question": (question, _("咨询内容"))}
    require(**asked, **({} if answer is None else {"answer": (answer, _("答复内容"))}))
    lacking = missing(version.book, FORM, {"caller": caller, "question": question, "phone": reach, "answer": answer})
    if lacking:
        raise Incomplete(_("请填写%(names)s") % {"names": "、".join(lacking.values())}, details=lacking)
    if answer is None and not reach:
        text = _("不能当即答复的，请留下联系电话，以便在期限内回复")
        raise Incomplete(text, details={"phone": text})


def reply_limit(book: Book, *, now: datetime) -> Due | None:
    """Until when somebody who asks now would have to be answered."""
    return due_of(book, REPLY, start=now, facts={"enquiry.answered": False}, days=Listed())


def _start_limit(enquiry: Enquiry, actor: Person, answered: bool, *, now: datetime) -> None:
    facts = {"enquiry.answered": answered}
    limit = due_of(enquiry.version.book, REPLY, start=now, facts=facts, days=Listed())
    if limit is None:
        return
    event = enquiry.version.book.deadlines[REPLY].missed or f"deadline.{REPLY}.missed"
    title = _("答复咨询 %(number)s") % {"number": enquiry.number}
    deadlines.start(
        kind=REPLY, event=event, subject=Subject.of(enquiry), occurrence=OCCURRENCE, clause=limit.clause,
        version=enquiry.version, person=actor, facts={"title": title, **facts},
        formula={"start": now.isoformat(), "text": limit.formula, "clause": limit.clause, "due": limit.at.isoformat()},
        start_at=now, due_at=limit.at, warn_at=limit.warn_at or warn_at(now, limit.at, None), actor=actor, now=now,
    )  # fmt: skip


def _reply(locked: Enquiry, answer: str, *, actor: Actor, now: datetime) -> Enquiry:
    deadlines.stop(kind=REPLY, subject=Subject.of(locked), occurrence=OCCURRENCE, at=now, actor=actor, now=now)
    return transitions.advance(
        locked, "reply", act="answer_enquiry", actor=actor, now=now, thread=locked.ticket,
        clause=clause_of(locked.version.book, "answer_enquiry"), answer=answer.strip(), by=actor, at=now,
    )  # fmt: skip
