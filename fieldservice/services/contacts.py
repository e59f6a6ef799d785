"""call_engineer, call_back: the hour in which an engineer has to be reachable, day and night (clause 9.7a, E7)."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, own_roles_of, refuse_own_case
from accounts.roles import Role
from core import journal, transitions
from core.errors import OutOfRange, WrongState
from core.journal import Actor
from core.subjects import Subject
from core.templatetags.clockwork import due_stamp
from core.worktime.table import Listed
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.services.firing import as_fact
from fieldservice.contacts import ATTEMPTS, REACHABLE, event_of, proves
from fieldservice.models import ContactAttempt, ContactWatch
from fieldservice.states import WatchState
from judgement.services import correct_fact
from notifications.services import notify
from rulebook.acts import clause_of
from rulebook.limits import Due, due_of
from rulebook.selectors import in_force
from rulebook.warnings import warn_at
from tickets.models import Ticket


@transaction.atomic
def call_engineer(
    *, engineer: Person, answered: bool, actor: Person, now: datetime, note: str = "", ticket: Ticket | None = None
) -> ContactAttempt:
    """Note down one call to `engineer`. The first that nobody answers begins his hour, one that he answers ends it.

    Raises NotAllowed, OwnCase, OutOfRange where `engineer` is no field engineer.
    """
    authorize(actor, "call_engineer", now=now)
    refuse_own_case(actor, engineer, now=now)
    if Role.FIELD_ENGINEER not in own_roles_of(engineer, now=now):
        raise OutOfRange(_("%(name)s不是服务人员，请选择服务人员") % {"name": engineer.name})
    watch = _locked_watch(engineer)
    if answered:
        watch = watch and _reached(watch, engineer, actor=actor, now=now)
    elif watch is None:
        watch = _begin(engineer, now=now, actor=actor)
    else:
        _again(watch, engineer, actor=actor, now=now)
    return _note_down("call_engineer", engineer, watch, answered=answered, note=note, ticket=ticket, actor=actor,
                      now=now)  # fmt: skip


@transaction.atomic
def call_back(*, actor: Person, now: datetime, note: str = "") -> ContactAttempt:
    """The engineer rang the office himself; WrongState where nobody has been looking for him."""
    authorize(actor, "call_back", now=now)
    watch = _locked_watch(actor)
    if watch is None:
        raise WrongState(_("现在没有等您回电的联系，无需登记回电"))
    watch = _reached(watch, actor, actor=actor, now=now)
    return _note_down("call_back", actor, watch, answered=True, note=note, ticket=None, actor=actor, now=now)


def _locked_watch(engineer: Person) -> ContactWatch | None:
    """The watch that runs, after whoever else is calling him at this moment."""
    transitions.lock(engineer)
    rows = ContactWatch.objects.select_for_update(of=("self",)).select_related("version")
    return rows.filter(engineer=engineer, reached_at=None).first()


def _begin(engineer: Person, *, actor: Actor, now: datetime) -> ContactWatch:
    version = in_force(now=now)
    watch = ContactWatch.objects.create(engineer=engineer, began_at=now, attempts=1, version=version)
    limit = due_of(version.book, REACHABLE, start=now, days=Listed())
    if limit:
        _start_limit(watch, engineer, limit, actor=actor, now=now)
    _tell(watch, engineer, limit, now=now)
    return watch


def _start_limit(watch: ContactWatch, engineer: Person, limit: Due, *, actor: Actor, now: datetime) -> None:
    deadlines.start(
        kind=REACHABLE, event=event_of(watch.version.book), subject=Subject.of(engineer), occurrence=str(watch.pk),
        clause=limit.clause, version=watch.version, person=engineer, facts={"title": _("请给办公室回电"), ATTEMPTS: 1},
        formula={"start": now.isoformat(), "text": limit.formula, "clause": limit.clause, "due": limit.at.isoformat()},
        start_at=now, due_at=limit.at, warn_at=limit.warn_at or warn_at(now, limit.at, None), actor=actor, now=now,
    )  # fmt: skip


def _tell(watch: ContactWatch, engineer: Person, limit: Due | None, *, now: datetime) -> None:
    due = limit and due_stamp(limit.at)
    title = _("办公室正在找您，请在 %(due)s 前回电") % {"due": due} if due else _("办公室正在找您，请尽快回电")
    notify(about="contact", title=title, subject=watch, url=reverse("fieldservice:call_back"), to=[engineer], now=now)


def _again(watch: ContactWatch, engineer: Person, *, actor: Actor, now: datetime) -> None:
    """One more call without an answer: within the hour it counts, after it the first that proves is the breach (E7)."""
    watch.attempts += 1
    # Fires first where the hour is over and the sweep is late: with the attempts as they stood at the due instant.
    row = deadlines.reassign(
        kind=REACHABLE, subject=Subject.of(engineer), occurrence=str(watch.pk), person=engineer,
        facts={ATTEMPTS: watch.attempts}, actor=actor, now=now,
    )  # fmt: skip
    watch.save(update_fields=["attempts"])
    _settle(watch, row, actor=actor, now=now)
    if row and row.fired_at and watch.state == WatchState.WATCHING and proves(watch.version.book, watch.attempts):
        _breach_now(watch, row, actor=actor, now=now)


def _breach_now(watch: ContactWatch, row: Deadline, *, actor: Actor, now: datetime) -> None:
    """What was too little at the due instant is enough now: this call is the breach and its date."""
    told = as_fact(row)
    fact = replace(told, at=now, facts={**told.facts, ATTEMPTS: watch.attempts})
    correct_fact(event=told.event, subject=told.subject, occurrence=told.occurrence, replacement=fact,
                 reason=_("超过时限后再次联系未通"), actor=actor, now=now)  # fmt: skip
    transitions.advance(watch, "breach", actor=actor, now=now, clause=row.clause, thread=row.subject)


def _reached(watch: ContactWatch, engineer: Person, *, actor: Actor, now: datetime) -> ContactWatch:
    """He is there: the hour ends, and the next unanswered call begins a new one."""
    row = deadlines.stop(
        kind=REACHABLE, subject=Subject.of(engineer), occurrence=str(watch.pk), at=now, actor=actor, now=now
    )
    _settle(watch, row, actor=actor, now=now)
    name = "reach_late" if watch.state == WatchState.BREACHED else "reach"
    return transitions.advance(watch, name, actor=actor, now=now, thread=engineer, at=now)


def _settle(watch: ContactWatch, row: Deadline | None, *, actor: Actor, now: datetime) -> None:
    """Bring the watch up to date with what the sweep has judged meanwhile."""
    judged = row is not None and row.fired_at is not None and watch.state == WatchState.WATCHING
    if row and judged and proves(watch.version.book, int(row.facts.get(ATTEMPTS) or 0)):
        transitions.advance(watch, "breach", actor=actor, now=now, clause=row.clause, thread=row.subject)


def _note_down(
    act: str, engineer: Person, watch: ContactWatch | None, *, answered: bool, note: str, ticket: Ticket | None,
    actor: Person, now: datetime,
) -> ContactAttempt:  # fmt: skip
    attempt = ContactAttempt.objects.create(
        engineer=engineer, watch=watch, ticket=ticket, by_id=actor.pk, by_engineer=act == "call_back",
        answered=answered, note=note.strip()[:200], at=now,
    )  # fmt: skip
    version = watch.version if watch else in_force(now=now)
    journal.record(
        engineer, act, actor=actor, now=now, reason=attempt.note, clause=clause_of(version.book, act), thread=ticket,
        data={"answered": answered, **({"attempts": watch.attempts} if watch else {})},
    )  # fmt: skip
    return attempt
