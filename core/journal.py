"""The journal: one append-only row for every act, chained by hash per subject, in the act's own transaction.

Lock order of the product: an act locks its object, then this chain's head; the sweep takes heads and
deadlines with SKIP LOCKED only, so it never waits for an act and no circle can close.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from core import mass, prepared
from core.context import current_request_id, note_act
from core.models import JournalEntry, JournalHead
from core.subjects import Subject


class Actor(Protocol):
    """Who acts: a person, or the system itself with `pk` None."""

    @property
    def pk(self) -> Any: ...
    @property
    def name(self) -> Any: ...


@dataclass(frozen=True)
class SystemActor:
    """The product acting by itself: sweeps, openers, imports without a person."""

    pk: None = None
    name: str = "系统"


@dataclass(frozen=True)
class PublicActor:
    """A customer without an account: may do what the matrix declares public, and nothing else."""

    pk: None = None
    name: str = "客户"


Heads = Mapping[Subject, JournalHead]
SYSTEM = SystemActor()
CUSTOMER = PublicActor()


@dataclass(frozen=True)
class Entry:
    """One act to be written; `thread` is the object on whose page it is told besides its own."""

    subject: Subject
    act: str
    at: datetime
    source: str = ""
    target: str = ""
    reason: str = ""
    clause: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    thread: Subject | None = None


def record(
    subject: models.Model | Subject,
    act: str,
    *,
    actor: Actor,
    now: datetime,
    source: str = "",
    target: str = "",
    reason: str = "",
    clause: str = "",
    data: Mapping[str, Any] | None = None,
    thread: models.Model | Subject | None = None,
) -> JournalEntry:
    """Write one row about `subject`; must run inside the act's transaction."""
    about = Subject.of(thread) if thread is not None else None
    entry = Entry(Subject.of(subject), act, now, source, target, str(reason), clause, data or {}, about)
    return record_many([entry], actor=actor)[0]


def record_many(
    entries: Iterable[Entry], *, actor: Actor, heads: Heads | None = None
) -> Sequence[JournalEntry]:
    """Write rows in order, locking the chain heads of their subjects, in four statements however many rows.

    `heads` are those that the caller has locked already.
    """
    entries = list(entries)
    if not entries:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal is written in the act's transaction, never outside one")
    for entry in entries:
        note_act(entry.act)
    subjects = {entry.subject for entry in entries}
    known = heads if heads is not None else _locked(subjects, skip_locked=False)
    missing = {about: _first(about) for about in sorted(subjects - set(known))}
    chains = {**known, **missing}
    rows = [_chained(entry, chains[entry.subject], actor) for entry in entries]
    if lost := set(missing) - _begun(missing):
        # Another transaction began these chains since we looked, and has committed: theirs is the first row.
        chains |= _locked(lost, skip_locked=False)
        rows = [_chained(entry, chains[entry.subject], actor) if entry.subject in lost else row
                for entry, row in zip(entries, rows, strict=True)]  # fmt: skip
    mass.update((chains[about] for about in subjects if about in known or about in lost), "seq", "hash")
    return mass.insert(rows)


def _first(about: Subject) -> JournalHead:
    return JournalHead(subject_type=about.type, subject_id=about.id)


def _begun(heads: Mapping[Subject, JournalHead]) -> set[Subject]:
    """Insert the heads of new chains as they stand after their first rows; which of them nobody else had begun."""
    return {Subject(*key) for key in mass.insert_missing(list(heads.values()), "subject_type", "subject_id")}


def lock_heads(subjects: Iterable[Subject], *, skip_locked: bool = False) -> dict[Subject, JournalHead]:
    """The chain heads of `subjects`, row-locked in a fixed order and created where missing.

    With `skip_locked` heads held by a running act are left out instead of waited for.
    """
    wanted = set(subjects)
    heads = _locked(wanted, skip_locked)
    missing = wanted - set(heads)
    if missing:
        _begun({about: _first(about) for about in sorted(missing)})
        heads |= _locked(missing, skip_locked)
    return heads


def _locked(subjects: set[Subject], skip_locked: bool) -> dict[Subject, JournalHead]:
    # An empty condition would be every head there is, locked.
    if not subjects:
        return {}
    if len(subjects) == 1:
        return _locked_one(next(iter(subjects)), skip_locked)
    by_type: dict[str, list[int]] = {}
    for about in subjects:
        by_type.setdefault(about.type, []).append(about.id)
    condition = models.Q()
    for type_, ids in sorted(by_type.items()):
        condition |= models.Q(subject_type=type_, subject_id__in=ids)
    rows = JournalHead.objects.filter(condition).order_by("subject_type", "subject_id")
    if transaction.get_connection().features.has_select_for_update:
        rows = rows.select_for_update(skip_locked=skip_locked)
    return {head.subject: head for head in rows}


def _locked_one(about: Subject, skip_locked: bool) -> dict[Subject, JournalHead]:
    """The same for the one subject of most acts, in a statement that is written once."""

    def ask(given: Mapping[str, Any]) -> models.QuerySet[JournalHead]:
        rows = JournalHead.objects.filter(subject_type=given["type"], subject_id=given["id"])
        return rows.select_for_update(skip_locked=skip_locked)

    found = prepared.objects(("journal head", skip_locked), ask, type=about.type, id=about.id)
    return {head.subject: head for head in found}


def _chained(entry: Entry, head: JournalHead, actor: Actor) -> JournalEntry:
    """The next row of `head`'s chain; moves the head on in memory."""
    thread = entry.thread or entry.subject
    row = JournalEntry(
        subject_type=entry.subject.type, subject_id=entry.subject.id, seq=head.seq + 1,
        thread_type=thread.type, thread_id=thread.id,
        act=entry.act, actor_id=actor.pk, actor_name=str(actor.name), at=entry.at,
        source=entry.source, target=entry.target, reason=entry.reason, clause=entry.clause,
        request_id=current_request_id(), data=_plain(entry.data), previous=head.hash,
    )  # fmt: skip
    row.hash = digest(row)
    head.seq, head.hash = row.seq, row.hash
    return row


def _plain(data: Mapping[str, Any]) -> Any:
    """`data` as it will read back from the database, so that its hash can be checked later."""
    return json.loads(json.dumps(dict(data), cls=DjangoJSONEncoder))


def digest(row: JournalEntry) -> str:
    """SHA-256 over the previous hash and every told field of the row."""
    told = [getattr(row, name) for name in JournalEntry.HASHED]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, cls=_Exact)
    return hashlib.sha256(text.encode()).hexdigest()


class _Exact(DjangoJSONEncoder):
    """Instants to the microsecond and in UTC; Django's encoder cuts them to milliseconds."""

    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            return f"{o.timestamp():.6f}"
        return super().default(o)


def told(subject: models.Model | Subject) -> models.QuerySet[JournalEntry]:
    """Everything written about `subject` itself, newest first."""
    about = Subject.of(subject)
    return JournalEntry.objects.filter(subject_type=about.type, subject_id=about.id).order_by("-seq")


def last_of(subject: models.Model | Subject) -> JournalEntry | None:
    """The newest row about `subject`: who was first, where somebody comes second."""
    return told(subject).first()


@dataclass(frozen=True)
class Broken:
    """A row whose content, place or predecessor is not what was written."""

    subject: Subject
    seq: int
    entry_id: int | None
    what: str


def verify() -> Iterator[Broken]:
    """Walk every chain and yield what does not fit; nothing means that the journal is whole."""
    seq, hash_, subject = 0, "", None
    for row in JournalEntry.objects.order_by("subject_type", "subject_id", "seq").iterator(chunk_size=2000):
        if row.subject != subject:
            yield from _against_head(subject, seq, hash_)
            seq, hash_, subject = 0, "", row.subject
        if row.seq != seq + 1 or row.previous != hash_:
            yield Broken(row.subject, row.seq, row.pk, "gap")
        if digest(row) != row.hash:
            yield Broken(row.subject, row.seq, row.pk, "changed")
        seq, hash_ = row.seq, row.hash
    yield from _against_head(subject, seq, hash_)
    for head in JournalHead.objects.filter(seq__gt=0).iterator(chunk_size=2000):
        if not JournalEntry.objects.filter(subject_type=head.subject_type, subject_id=head.subject_id).exists():
            yield Broken(head.subject, head.seq, None, "missing")


def _against_head(subject: Subject | None, seq: int, hash_: str) -> Iterator[Broken]:
    if subject is None:
        return
    head = JournalHead.objects.filter(subject_type=subject.type, subject_id=subject.id).first()
    if head is None or (head.seq, head.hash) != (seq, hash_):
        yield Broken(subject, seq, None, "cut")
