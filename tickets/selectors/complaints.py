"""Complaints: who sees which, the list, and one of them with all that belongs to it (8.5, 9.12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.matrix import matrix
from accounts.models import Person
from accounts.permissions import scopes_of
from accounts.roles import Role
from accounts.selectors import holders
from core import files
from core.cells import plain
from core.errors import NotFound
from core.models import StoredFile
from core.subjects import Subject
from core.words import PAIR, Inside
from judgement.models import Proposal
from judgement.selectors import proposals
from tickets.models import Complaint
from tickets.selectors.keyset import after, behind
from tickets.selectors.timeline import Told, history_of
from tickets.states import Addressee, ComplaintState

PAGE = 50
STATES = ("open", "recorded", "major", "all")
OPEN = ~Q(state=ComplaintState.CLOSED)
NAMED = ("customer", "ticket", "owner", "verified_by")


@dataclass(frozen=True)
class ComplaintsWanted:
    """What of the list is wanted, as its address tells it; what is not closed where it says nothing."""

    state: str = "open"
    addressee: str = ""
    mine: str = ""
    q: str = ""
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "ComplaintsWanted":
        names = ("state", "addressee", "mine", "q", "after")
        told = {name: str(given.get(name, ""))[:80].strip() for name in names}
        told["state"] = told["state"] if told["state"] in STATES else "open"
        return cls(**{**told, "addressee": told["addressee"] if told["addressee"] in Addressee.values else ""})

    def given(self) -> dict[str, str]:
        """What narrows the list, for addresses."""
        told = {"state": "" if self.state == "open" else self.state, "addressee": self.addressee, "mine": self.mine,
                "q": self.q}  # fmt: skip
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class ComplaintList:
    rows: Sequence[Complaint]
    counts: Mapping[str, int] = field(default_factory=dict)
    after: str = ""


@dataclass(frozen=True)
class ComplaintPage:
    complaint: Complaint
    persons: Sequence[Person]
    again: Sequence[Complaint]
    evidence: Sequence[StoredFile]
    proposals: Sequence[Proposal]
    history: Sequence[Told]


def visible_complaints(person: Person, *, now: datetime) -> QuerySet[Complaint]:
    """All for the desk, supervisors, managers and the auditor; else what somebody noted down or owns."""
    scopes = scopes_of(person, "complaints", now=now)
    if "all" in scopes:
        return Complaint.objects.all()
    seen = Q(owner=person) | Q(recorded_by=person) if "own" in scopes else Q(owner=person)
    return Complaint.objects.filter(seen)


def complaints(wanted: ComplaintsWanted, person: Person, *, now: datetime, size: int = PAGE) -> ComplaintList:
    """The list, the newest first; three statements at any length."""
    seen = visible_complaints(person, now=now)
    counts = seen.filter(OPEN).order_by().aggregate(
        open=Count("pk"), recorded=Count("pk", filter=Q(state=ComplaintState.RECORDED)),
        major=Count("pk", filter=Q(major=True)),
    )  # fmt: skip
    rows = _narrowed(seen, wanted, person).select_related(*NAMED).prefetch_related("persons")
    rows = behind(rows, "recorded_at", wanted.after, forward=False).order_by("-recorded_at", "-pk")
    found = list(rows[: size + 1])
    shown = found[:size]
    return ComplaintList(shown, counts, after(shown[-1], "recorded_at") if len(found) > size else "")


def _narrowed(rows: QuerySet[Complaint], wanted: ComplaintsWanted, person: Person) -> QuerySet[Complaint]:
    if wanted.state != "all":
        rows = rows.filter(OPEN)
    if wanted.state == "recorded":
        rows = rows.filter(state=ComplaintState.RECORDED)
    if wanted.state == "major":
        rows = rows.filter(major=True)
    if wanted.addressee:
        rows = rows.filter(addressee=wanted.addressee)
    if wanted.mine:
        rows = rows.filter(owner=person)
    return rows.filter(_told(wanted.q)) if wanted.q else rows


def _told(text: str) -> Q:
    """By number or telephone; by a part of who complained or of what."""
    found = Q(number=plain(text)) | Q(phone=text)
    return found | Q(Inside("complainant", "content", text=text)) if len(text) >= PAIR else found


def visible_complaint(number: str, person: Person, *, now: datetime) -> Complaint:
    """The complaint with this number, or NotFound where there is none that `person` may see."""
    rows = visible_complaints(person, now=now).select_related(*NAMED, "version", "same_as", "recorded_by", "closed_by")
    found = rows.filter(number=plain(number)).first()
    if found is None:
        raise NotFound(_("没有找到投诉 %(number)s，或者您无权查看") % {"number": number})
    return found


def complaint_page(number: str, person: Person, *, now: datetime) -> ComplaintPage:
    """Everything about one complaint."""
    one = visible_complaint(number, person, now=now)
    first = one.same_as_id or one.pk
    again = visible_complaints(person, now=now).filter(Q(pk=first) | Q(same_as=first)).exclude(pk=one.pk)
    return ComplaintPage(
        one, list(one.persons.select_related("office").order_by("name")), list(again.order_by("pk")),
        files.files_of(one), list(proposals(of=Subject.of(one)).visible_to(person, now=now)),
        history_of(one, ComplaintState),
    )  # fmt: skip


def may_read_file(complaint_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may read the files of a complaint."""
    return visible_complaints(person, now=now).filter(pk=complaint_id).exists()


def owners(*, now: datetime) -> QuerySet[Person]:
    """Who may own a complaint: whoever may file one."""
    return holders(*sorted(matrix().acts["file_complaint"].roles), now=now)


def concernable(*, now: datetime) -> QuerySet[Person]:
    """Whom a complaint may concern: internal and external staff alike (9.12)."""
    return holders(Role.FIELD_ENGINEER, *sorted(matrix().acts["file_complaint"].roles), now=now)
