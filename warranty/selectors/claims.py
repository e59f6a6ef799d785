"""Reading claims: one for a reader, what waits at each desk, and who reviews for a department."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Department, Person
from accounts.permissions import holds, may
from accounts.roles import Role
from accounts.selectors import departments_of, exercising
from approvals import selectors as approvals
from core import prepared
from core.errors import NotFound
from deadlines.models import Deadline
from rulebook.book import digest_of
from tickets import states as ticket_states
from tickets.models import Ticket
from warranty import contents
from warranty.models import Claim, ClaimLine, PartsRequest, RequestLine
from warranty.states import LARGE, ClaimState, RequestState, ShippingMode

SHIPPING = "shipping"
REVIEWER = Role.LOSS_DEPARTMENT_REVIEWER
# Who sends by which mode (6.6).
SENDERS = {
    ShippingMode.COURIER: Role.STATISTICIAN, ShippingMode.FREIGHT: Role.FREIGHT_DISPATCHER,
    ShippingMode.COACH: Role.FREIGHT_DISPATCHER,
}  # fmt: skip
S = ClaimState
SHOWN = (
    "ticket", "ticket__version", "ticket__engineer", "request", "loss_department", "engineer", "issued_by",
    "signed_by", "warehouse",
)  # fmt: skip


def visible_claim(number: str, person: Any, *, now: datetime) -> Claim:
    """The claim with this number, or NotFound where there is none that `person` may see."""
    rows = Claim.objects.visible_to(person, now=now).select_related(*SHOWN)
    found: Claim | None = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound(_("没有找到三包单 %(number)s，或者您无权查看") % {"number": number})
    return found


def seen_claims(person: Any, *, now: datetime) -> QuerySet[Claim]:
    """Every claim that `person` may see, newest first."""
    rows: QuerySet[Claim] = Claim.objects.visible_to(person, now=now).select_related(*SHOWN)
    return rows.order_by("-pk")


def listed(
    person: Any, *, state: str = "", search: str = "", after: str = "", size: int, now: datetime
) -> tuple[list[Claim], str]:
    """A page of the claims that `person` may see, newest first, and where the next page begins."""
    rows = seen_claims(person, now=now)
    if state in ClaimState.values:
        rows = rows.filter(state=state)
    if search:
        told = search.strip().upper()
        rows = rows.filter(Q(number__startswith=told) | Q(serial__startswith=told) | Q(ticket__number__startswith=told)
                           | Q(waybill__iexact=search.strip()))  # fmt: skip
    if after.isdigit():
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def claims_of(ticket: Ticket) -> QuerySet[Claim]:
    return Claim.objects.filter(ticket=ticket).select_related(*SHOWN).order_by("pk")


def received_of(ticket: Ticket) -> list[Claim]:
    """Whose parts an engineer has had in his hands; of most tickets none."""
    return prepared.objects("claims received", _received, ticket=ticket.pk)


def _received(given: Mapping[str, Any]) -> QuerySet[Claim]:
    return Claim.objects.filter(**given, state=S.RECEIVED).order_by("pk")


def living_claim(request: PartsRequest) -> Claim | None:
    """The claim that stands for a request: the newest that was not refused."""
    return Claim.objects.filter(request=request).exclude(state=S.REFUSED).first()


def is_approved(request: PartsRequest) -> bool:
    """6.5a: approved, and still exactly what was approved."""
    return request.state == RequestState.APPROVED and approvals.payable(request, content=contents.of_request(request))


def is_unchanged(claim: Claim) -> bool:
    """Whether the slip still says what was issued and signed."""
    return digest_of(contents.of_claim(claim)) == claim.content_hash


# -- what waits at each desk, the longest first


def to_issue() -> QuerySet[PartsRequest]:
    """Approved requests without a claim that stands."""
    living = Claim.objects.filter(request=OuterRef("pk")).exclude(state=S.REFUSED)
    rows = PartsRequest.objects.filter(~Exists(living), state=RequestState.APPROVED)
    return rows.select_related("ticket", "loss_department", "version").order_by("pk")


def in_state(*states: str) -> QuerySet[Claim]:
    return Claim.objects.filter(state__in=states).select_related(*SHOWN).order_by("issued_at", "pk")


def to_sign(person: Any, *, now: datetime) -> QuerySet[Claim]:
    """What waits for the departments that `person` reviews for."""
    return in_state(S.OPEN).filter(loss_department__in=departments_of(person, REVIEWER, now=now))


def to_ship(*, large: bool) -> QuerySet[Claim]:
    """Handed over and not yet under way; the large ones by whom has to leave first."""
    modes = LARGE if large else (ShippingMode.COURIER,)
    return in_state(S.HANDED_OVER).filter(mode__in=modes).order_by("handed_over_at", "pk")


def parcels_of(person: Any) -> QuerySet[Claim]:
    """What is under way to an engineer, or about to be: of the jobs that are his now."""
    under_way = (S.OPEN, S.SIGNED, S.DRAWN, S.HANDED_OVER, S.SHIPPED, S.INFORMED)
    return in_state(*under_way).filter(ticket__engineer=person.pk)


def carried_by(person: Any) -> QuerySet[Claim]:
    """Received claims whose parts may still lie in the bag of `person`."""
    return in_state(S.RECEIVED).filter(engineer=person.pk, ticket__state__in=ticket_states.OPEN)


def request_of(number: str) -> PartsRequest | None:
    rows = PartsRequest.objects.select_related("ticket", "loss_department", "version")
    return rows.filter(number=number.strip().upper()).first()


def limits_of(claims: Iterable[Claim]) -> dict[int, Deadline]:
    """The shipping limit of each claim that has one, in one statement."""
    ids = [claim.pk for claim in claims]
    rows = Deadline.objects.filter(
        kind=SHIPPING, subject_type=Claim._meta.label_lower, subject_id__in=ids, superseded_at=None
    )
    return {row.subject_id: row for row in rows.order_by("pk")}


def limit_of(claim: Claim) -> Deadline | None:
    return limits_of([claim]).get(claim.pk)



def reviewers_of(department: Department, *, now: datetime) -> list[Person]:
    """Who can sign for a department now, deputies too."""
    people = exercising(REVIEWER, now=now)[REVIEWER]
    return [person for person in people if department.pk in departments_of(person, REVIEWER, now=now)]


def lines_of(claims: Iterable[Claim]) -> Mapping[int, list[ClaimLine]]:
    """The lines of many claims with their parts, in one statement."""
    found: dict[int, list[ClaimLine]] = {}
    rows = ClaimLine.objects.filter(claim__in=[claim.pk for claim in claims]).select_related("part")
    for row in rows.order_by("part__code"):
        found.setdefault(row.claim_id, []).append(row)
    return found


def request_lines_of(requests: Iterable[PartsRequest]) -> Mapping[int, list[RequestLine]]:
    """The lines that stand of many requests, in one statement."""
    found: dict[int, list[RequestLine]] = {}
    rows = RequestLine.objects.filter(
        request__in=[request.pk for request in requests], revision=F("request__revision")
    ).select_related("part")
    for row in rows.order_by("part__code"):
        found.setdefault(row.request_id, []).append(row)
    return found


def approved_at(requests: Iterable[PartsRequest]) -> dict[int, datetime | None]:
    """When each of these requests was signed, in one statement."""
    signed = approvals.of_subjects(PartsRequest._meta.label_lower, [request.pk for request in requests])
    return {pk: sign_off.signed_at for pk, sign_off in signed.items()}


def open_acts(claim: Claim, person: Any, *, now: datetime) -> list[str]:
    """The acts that the state of a claim leaves open to `person`, the one that goes on first."""
    possible = {
        S.OPEN: ("sign_claim", "refuse_claim"), S.SIGNED: ("draw_parts",), S.DRAWN: ("hand_over",),
        S.HANDED_OVER: ("ship",), S.SHIPPED: ("inform_engineer", "receive_parts"), S.INFORMED: ("receive_parts",),
    }.get(ClaimState(claim.state), ())  # fmt: skip
    return [act for act in possible if may(person, act, now=now) and _is_his(claim, act, person, now)]


def _is_his(claim: Claim, act: str, person: Any, now: datetime) -> bool:
    """The condition that the act puts on the object in hand."""
    if act in ("sign_claim", "refuse_claim"):
        return claim.loss_department_id in departments_of(person, REVIEWER, now=now)
    if act == "ship":
        return holds(person, SENDERS[ShippingMode(claim.mode)], now=now)
    return act != "receive_parts" or claim.ticket.engineer_id == person.pk
