"""Reads of bulletins: the list with what the reader has read, one of them, and who has not read it yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Person
from core.subjects import Subject
from judgement.models import Proposal
from notifications.models import Notice
from penalties.models import Bulletin, BulletinReceipt
from penalties.states import BulletinState
from tickets.models import Complaint

PAGE = 30
MOST_NAMED = 60
# Digits; longer numbers are no keys, and Python refuses to read the longest.
LONGEST_KEY = 19


@dataclass(frozen=True)
class BulletinList:
    """One page, newest first; `before` is where the next one begins."""

    rows: Sequence[Bulletin]
    before: int | None = None


def _read_by(reader: Person) -> QuerySet[Bulletin]:
    """With `read_at`: when the reader confirmed, None where he has not."""
    own = BulletinReceipt.objects.filter(bulletin=OuterRef("pk"), by=reader).values("at")
    return Bulletin.objects.annotate(read_at=Subquery(own)).select_related("published_by")


def key_of(text: str) -> int | None:
    """A key as an address tells it."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_KEY else None


def page_of(reader: Person, *, unread: bool = False, before: int | None = None) -> BulletinList:
    """What was published; with `unread` what stands and the reader has not confirmed. Two statements with persons."""
    rows = _read_by(reader).prefetch_related("persons").order_by("-pk")
    if unread:
        own = BulletinReceipt.objects.filter(by=reader)
        rows = rows.filter(state=BulletinState.PUBLISHED).exclude(pk__in=own.values("bulletin"))
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    return BulletinList(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def bulletin_of(number: str, reader: Person) -> Bulletin | None:
    rows = _read_by(reader).select_related("published_by", "withdrawn_by", "version", "complaint", "proposal")
    return rows.prefetch_related("persons").filter(number=number).first()


@dataclass(frozen=True)
class Readers:
    """How many were told and have confirmed, and who has not."""

    told: int
    read: int
    waiting: Sequence[str]


def readers_of(bulletin: Bulletin) -> Readers:
    """Of those who were told when it was published; three statements."""
    about = Subject.of(bulletin)
    told = Notice.objects.filter(subject_type=about.type, subject_id=about.id, about="bulletin")
    confirmed = BulletinReceipt.objects.filter(bulletin=bulletin)
    waiting = told.exclude(person__in=confirmed.values("by")).order_by("person__name", "pk")
    return Readers(told.count(), confirmed.count(), list(waiting.values_list("person__name", flat=True)[:MOST_NAMED]))


def complaint_named(number: str) -> Complaint | None:
    """The complaint that a bulletin is to be about."""
    return Complaint.objects.filter(number=number.strip().upper()).first() if number else None


def penalty_named(pk: str) -> Proposal | None:
    """The penalty that a bulletin is to be about."""
    rows = Proposal.objects.select_related("charged_to", "version", "fact")
    key = key_of(pk)
    return None if key is None else rows.filter(pk=key).first()


def people_named(names: Sequence[str]) -> tuple[list[Person], list[str]]:
    """Whom these names, user names or numbers mean; and those that mean nobody, or more than one."""
    found, unclear = [], []
    for name in dict.fromkeys(names):
        rows = list(Person.objects.filter(name=name)[:2]) or list(Person.objects.filter(username=name)[:1])
        rows = rows or list(Person.objects.filter(employee_no=name)[:2])
        if len(rows) == 1:
            found.append(rows[0])
        else:
            unclear.append(name)
    return found, unclear

