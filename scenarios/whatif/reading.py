"""The stored facts, limits and decisions of a span, in batches by key: memory does not grow with the years."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from core.subjects import Subject
from core.worktime import closed
from deadlines.models import Deadline
from judgement.models import Fact, Proposal
from judgement.services.escalate import EVENT as ESCALATED
from judgement.states import COUNTED
from scenarios.whatif.decisions import Decided, decided
from scenarios.whatif.repeats import PREFIX
from scenarios.whatif.span import Span
from tickets.models import Assignment, Hold

BATCH = 2000
# What happened to which subject: event, subject, occurrence; of several epochs one stands.
Key = tuple[str, str, int, str]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Kind:
    """Limits of one kind under one version, and the event of missing them."""

    name: str
    version: int
    event: str


def kinds_of(span: Span) -> list[Kind]:
    """The kinds of limits that fell due in the span; one statement."""
    rows = _limits(span).order_by().values_list("kind", "version_id", "event").distinct()
    return [Kind(*row) for row in rows]


def limits_of(span: Span, kinds: Collection[Kind]) -> QuerySet[Deadline]:
    """The limits of these kinds that fell due in the span and still count."""
    return _limits(span).filter(_of_kinds(kinds))


def facts_of(span: Span, besides: Collection[Kind]) -> QuerySet[Fact]:
    """The facts of the span that stand, without the misses of the limits `besides`, which are counted anew."""
    same = {name: OuterRef(name) for name in ("event", "subject_type", "subject_id", "occurrence")}
    later = Fact.objects.filter(**same, epoch__gt=OuterRef("epoch"), withdrawal=None)
    rows = Fact.objects.filter(happened_at__gte=span.begin, happened_at__lt=span.end, withdrawal=None)
    rows = rows.exclude(event=ESCALATED).filter(~Exists(later))
    if besides:
        limit = Deadline.objects.filter(_of_kinds(besides), **same, superseded_at=None)
        rows = rows.exclude(Q(event__in={kind.event for kind in besides}) & Q(Exists(limit)))
    return rows


def batches(rows: QuerySet[M]) -> Iterator[list[M]]:
    """Batches by key: no cursor stays open for minutes, and no batch is read twice."""
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].pk


def recorded(rows: Iterable[Deadline]) -> dict[Key, Mapping[str, Any]]:
    """The facts kept with misses of these limits, as they were completed later; one statement a type."""
    found: dict[Key, Mapping[str, Any]] = {}
    for type_, ids in _by_type(row.subject for row in rows).items():
        known = Fact.objects.filter(subject_type=type_, subject_id__in=ids, withdrawal=None).order_by("epoch")
        for event, subject, occurrence, facts in known.values_list("event", "subject_id", "occurrence", "facts"):
            found[event, type_, subject, occurrence] = facts
    return found


def decisions(subjects: Iterable[Subject]) -> dict[Key, dict[tuple[str, int], Decided]]:
    """What people made of the facts about these subjects; one statement a type."""
    rows: dict[Key, list[Any]] = defaultdict(list)
    for type_, ids in _by_type(subjects).items():
        known = Proposal.objects.filter(subject_type=type_, subject_id__in=ids, fact__withdrawal=None)
        known = known.exclude(consequence__startswith=PREFIX).order_by("pk")
        for event, subject, occurrence, *told in known.values_list(
            "fact__event", "subject_id", "fact__occurrence", "consequence", "person_id", "charged_to_id", "state",
            "effects", "pk",
        ):  # fmt: skip
            rows[event, type_, subject, occurrence].append(told)
    return {key: decided(told) for key, told in rows.items()}


def confirmed_before(span: Span, consequences: Collection[str]) -> dict[int, list[tuple[str, Any]]]:
    """By person, the offences of these kinds confirmed before the span: consequence and day."""
    found: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    rows = Proposal.objects.filter(consequence__in=consequences, state__in=COUNTED, happened_on__lt=span.first)
    for person, name, day in rows.order_by().values_list("charged_to_id", "consequence", "happened_on").iterator():
        found[person].append((name, day))
    return found


class Jobs:
    """Who had the tickets of a batch when, and what they waited for."""

    def __init__(self, tickets: Collection[int], holds: Collection[str] = ()) -> None:
        self.spans: dict[int, list[tuple[datetime, datetime | None, int]]] = defaultdict(list)
        self.holds: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        rows = Assignment.objects.filter(ticket__in=tickets).order_by("since", "pk")
        for ticket, since, until, engineer in rows.values_list("ticket_id", "since", "until", "engineer_id"):
            self.spans[ticket].append((since, until, engineer))
        waits = Hold.objects.filter(ticket__in=tickets, kind__in=holds, lifted_at__isnull=False) if holds else ()
        for hold in waits:
            if hold.lifted_at:
                self.holds[hold.ticket_id].append((hold.placed_at, hold.lifted_at))

    def engineer_at(self, ticket: int, instant: datetime) -> int | None:
        """From the second of dispatch on, no longer from that of his replacement, as the ticket itself tells it."""
        held = [person for since, until, person in self.spans[ticket]
                if since <= instant and (until is None or instant < until)]  # fmt: skip
        return held[-1] if held else None

    def pauses(self, ticket: int, *, until: datetime) -> list[tuple[datetime, datetime]]:
        return list(closed([one for one in self.holds[ticket] if one[0] < until], now=until))


def _limits(span: Span) -> QuerySet[Deadline]:
    return Deadline.objects.filter(due_at__gte=span.begin, due_at__lt=span.end, superseded_at=None)


def _of_kinds(kinds: Collection[Kind]) -> Q:
    """Limits of any of these kinds under their versions."""
    versions: dict[str, set[int]] = defaultdict(set)
    for kind in kinds:
        versions[kind.name].add(kind.version)
    found = Q(pk__in=())
    for name, ids in versions.items():
        found |= Q(kind=name, version_id__in=sorted(ids))
    return found


def _by_type(subjects: Iterable[Subject]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        found[subject.type].add(subject.id)
    return found
