"""mark_summary, score_month: what the office finds in the papers of a month (9.4g, 9.4i)."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal
from core.clock import local_day
from core.errors import NotFound, OutOfRange, WrongState
from core.journal import Actor
from core.money import yuan
from core.subjects import Subject
from core.transitions import advance, claim
from fieldservice import months
from fieldservice.models import MonthDocument, MonthScore
from fieldservice.states import DocumentKind
from judgement.inputs import FactInput
from judgement.services import record_fact
from rulebook.acts import clause_of
from rulebook.selectors import in_force

HIGHEST = Decimal(100)


@transaction.atomic
def mark_summary(*, engineer: Person, month: str, careless: bool, actor: Actor, now: datetime) -> MonthDocument:
    """The clerk has read the summary; a careless one is a fact about the engineer's month (9.4g)."""
    authorize(actor, "mark_summary", now=now)
    refuse_own_case(actor, engineer, now=now)
    months.first_day(month)
    found = months.documents_of(engineer, month).get(DocumentKind.WORK_SUMMARY)
    if found is None:
        raise NotFound(_("%(month)s 的工作总结还没有收到") % {"month": month})
    document = claim(found, "read")
    if document.careless is not None:
        raise WrongState(_("这份工作总结已经评定过"))
    version = in_force(now=now)
    advance(document, "read", careless=careless, act="mark_summary", actor=actor, now=now, thread=engineer,
            clause=clause_of(version.book, "mark_summary"), data={"careless": careless})  # fmt: skip
    if careless:
        facts = {"title": _("%s 工作总结") % month, "month": month}
        record_fact(
            FactInput(event="month.summary_careless", subject=Subject.of(document), version=version, at=now,
                      person=engineer, facts=facts, thread=Subject.of(engineer)),
            actor=actor, now=now,
        )  # fmt: skip
    return document


@transaction.atomic
def score_month(
    *, engineer: Person, month: str, score: Any, actor: Person, now: datetime, reason: str = ""
) -> MonthScore:
    """The department's score of a month, 0 to 100; a further one takes its place (9.4i)."""
    authorize(actor, "score_month", now=now)
    refuse_own_case(actor, engineer, now=now)
    if months.first_day(month) > local_day(now):
        raise OutOfRange(_("%(month)s 还没有开始") % {"month": month}, details={"month": _("还没有开始")})
    row = MonthScore.objects.create(
        engineer=engineer, month=month, score=_score(score), reason=reason.strip()[:200], by=actor, at=now
    )
    journal.record(row, "score_month", actor=actor, now=now, thread=engineer, reason=reason,
                   clause=clause_of(in_force(now=now).book, "score_month"),
                   data={"month": month, "score": row.score})  # fmt: skip
    return row


def _score(score: Any) -> Decimal:
    try:
        exact = yuan(Decimal(str(score)))
    except InvalidOperation:
        exact = Decimal(-1)
    if exact != Decimal(str(score or -1)) or not 0 <= exact <= HIGHEST:
        raise OutOfRange(_("得分须在 0 至 100 之间，最多两位小数"), details={"score": _("须在 0 至 100 之间")})
    return exact
