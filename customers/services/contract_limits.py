"""What must be done before a contract ends: a limit of the book counted back from its last day, one for each end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Role
from core.clock import local_day
from core.journal import SYSTEM, Actor
from core.subjects import Subject
from core.worktime.table import Listed
from customers.contracts import contracts_without_limit
from customers.models import Contract
from customers.selectors import class_on, contract_facts
from customers.services.owing import batches_of, customer_facts
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.owing import plain
from deadlines.services.opening import end_round, insert, round_done
from notifications.services import notify
from rulebook.durations import Duration
from rulebook.limits import Due, due_of
from rulebook.models import RulebookVersion
from rulebook.schema.clocks import Deadline as Limit
from rulebook.selectors import NoRulebook, in_force, timeline
from rulebook.warnings import warn_at

ENDS = "contract.ends_on"
# Reading: where the book says nothing, the office is reminded a week before.
REMIND = Duration(7, "d")
ABOUT = "contract_near"
ROUND = "limits"


def limits_of(version: RulebookVersion) -> dict[str, Limit]:
    """The limits of the book that are counted from the end of a contract."""
    return {name: limit for name, limit in version.book.deadlines.items() if limit.start == ENDS}


def open_limits(contract: Contract, *, actor: Actor, now: datetime) -> None:
    """Let the limits of the contract's present end run; one that is over already is only told to the office."""
    version = _version(now)
    if contract.ends_on is None or contract.ended_at or version is None:
        return
    facts = facts_of(contract, now)
    for name, limit in limits_of(version).items():
        due = due_of(version.book, name, start=contract.ends_on, facts=facts, days=Listed())
        # It may be there: an amendment went back to an end that was kept, or is running.
        if due and not deadlines.locked_current(Subject.of(contract), name, str(contract.ends_on)):
            _open(_row(contract, name, limit, due, version, facts, now), contract, actor=actor, now=now)


def _version(now: datetime) -> RulebookVersion | None:
    """The book in force; none while a cast or an installation is still being set up."""
    try:
        return in_force(now=now)
    except NoRulebook:
        return None


def _row(
    contract: Contract, name: str, limit: Limit, due: Due, version: RulebookVersion, facts: dict[str, Any],
    now: datetime,
) -> dict[str, Any]:
    warn = (limit.warn.duration(facts) if limit.warn else None) or REMIND
    told = f"{limit.title or name} {contract.number} {contract.customer.name}"
    return {
        "kind": name, "event": limit.missed or f"deadline.{name}.missed", "occurrence": str(contract.ends_on),
        "clause": due.clause, "version": version, "person": None, "facts": {**plain(facts), "title": told},
        "formula": {
            "start": str(contract.ends_on), "text": due.formula, "clause": due.clause, "due": due.at.isoformat(),
        },
        "start_at": now, "due_at": due.at, "warn_at": warn_at(min(now, due.at), due.at, warn),
    }  # fmt: skip


def _open(row: dict[str, Any], contract: Contract, *, actor: Actor, now: datetime) -> None:
    about = Subject.of(contract)
    if row["due_at"] >= now:
        deadlines.start(**row, subject=about, actor=actor, now=now)
        return
    # Nobody could keep it any more: no breach, but the row stays so that the office is told once.
    insert([Deadline(**row, subject_type=about.type, subject_id=about.id, ended_at=now)])
    title = _("%(what)s：到期日 %(day)s，规定的期限在登记前已过") % {
        "what": row["facts"]["title"], "day": contract.ends_on,
    }  # fmt: skip
    notify(about=ABOUT, title=title, subject=contract, url=contract.get_absolute_url(), roles=[Role.LIAISON], now=now)


def facts_of(contract: Contract, now: datetime) -> dict[str, Any]:
    """All that a book may ask of a contract and its customer."""
    owner = customer_facts(contract.customer, class_on(contract.customer, local_day(now)))
    return {**owner, **contract_facts(contract)}


def drop_limits(contract: Contract, *, reason: str, actor: Actor, now: datetime) -> None:
    """The end from which they were counted is no more; what was kept for it stays as it is."""
    for row in _running(contract):
        deadlines.drop(
            kind=row.kind, subject=row.subject, occurrence=row.occurrence, reason=reason, actor=actor, now=now
        )


def stop_limits(contract: Contract, event: str, *, actor: Actor, now: datetime) -> None:
    """`event` was what they waited for; given too late, the breach stays."""
    for row in _running(contract):
        limit = row.version.book.deadlines.get(row.kind)
        if limit is not None and limit.stop == event:
            deadlines.stop(
                kind=row.kind, subject=row.subject, occurrence=row.occurrence, at=now, actor=actor, now=now
            )


def _running(contract: Contract) -> Iterator[Deadline]:
    about = Subject.of(contract)
    rows = Deadline.objects.filter(subject_type=about.type, subject_id=about.id, superseded_at=None)
    for row in rows.filter(stopped_at=None, ended_at=None).select_related("version"):
        limit = row.version.book.deadlines.get(row.kind)
        if limit is not None and limit.start == ENDS:
            yield row


def open_missing(now: datetime) -> int:
    """Contracts that came by a file, or before the version that limits them, get their limits; returns how many."""
    today = local_day(now)
    if round_done(ROUND, today=today):
        return 0
    version, count = _version(now), 0
    for name in limits_of(version) if version else ():
        for batch in batches_of(contracts_without_limit(name, on=today).select_related("customer"), None):
            for contract in batch:
                open_limits(contract, actor=SYSTEM, now=now)
            count += len(batch)
    if version is not None:
        end_round(ROUND, timeline().newest, now=now)
    return count
