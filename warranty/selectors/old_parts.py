"""Reading old parts: what a person owes, what waits for the clerk and the inspector, and one of them in full."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Person
from core.errors import NotFound
from warranty.models import Claim, OldPart, Part
from warranty.selectors import reports
from warranty.states import OldPartState as S

SHOWN = ("part", "claim", "ticket", "ticket__customer", "handler")
# What comes close to its limit, for lists: a quarter of the usual thirty days.
SOON = timedelta(days=7)


def last_lot(claim: Claim, part: Part) -> int:
    """The number of the newest lot of a part of a claim; 0 where there is none."""
    return OldPart.objects.filter(claim=claim, part=part).aggregate(last=Max("lot"))["last"] or 0


def lots_of(row: OldPart) -> QuerySet[OldPart]:
    """Every lot of the same part of the same claim, itself among them."""
    return OldPart.objects.filter(claim=row.claim_id, part=row.part_id).order_by("lot")


def owed_by(person: Person) -> QuerySet[OldPart]:
    """What a person has to bring back, the earliest first."""
    return OldPart.objects.filter(handler=person, state=S.OWED).select_related(*SHOWN).order_by("due_at", "pk")


def recently_settled(person: Person, *, now: datetime, days: int = 60) -> QuerySet[OldPart]:
    """What of a person's came back or was exempted lately, newest first."""
    since = now - timedelta(days=days)
    rows = OldPart.objects.filter(handler=person).exclude(state=S.OWED)
    rows = rows.filter(Q(returned_at__gte=since) | Q(exempted_at__gte=since))
    return rows.select_related(*SHOWN).order_by("-pk")


def visible_part(number: str, person: Person, *, now: datetime) -> OldPart:
    """One old part that `person` may see, else NotFound."""
    rows = OldPart.objects.visible_to(person, now=now)
    found = rows.select_related(*SHOWN, "claim__request__report", "taken_by", "inspected_by", "exempted_by")
    row = found.filter(number=number.strip().upper()).first()
    if row is None:
        raise NotFound(_("没有找到旧件 %(number)s，或者您无权查看") % {"number": number})
    return row


def seen_parts(person: Any, *, now: datetime) -> QuerySet[OldPart]:
    """Every old part that `person` may see, with what a list names."""
    rows: QuerySet[OldPart] = OldPart.objects.visible_to(person, now=now)
    return rows.select_related(*SHOWN, "taken_by", "inspected_by")


def may_read_file(part_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may read the inspector's photos of a part."""
    return OldPart.objects.visible_to(person, now=now).filter(pk=part_id).exists()


def may_read_report(report_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may read the photos of a report: also whoever compares an old part with it."""
    if reports.may_read_file(report_id, person=person, now=now):
        return True
    return OldPart.objects.visible_to(person, now=now).filter(claim__request__report=report_id).exists()


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list narrows it to; `state` is one of STATES, `handler` a person's id."""

    state: str = ""
    handler: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        return cls(**{one.name: str(given.get(one.name, ""))[:80].strip() for one in fields(cls)})

    @property
    def given(self) -> dict[str, str]:
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def condition(self, *, now: datetime) -> Q:
        found = STATES[self.state](now) if self.state in STATES else Q()
        if self.handler:
            found &= Q(handler=int(self.handler)) if self.handler.isdecimal() and len(self.handler) < 19 else Q(pk=None)
        return found & named(self.q) if self.q else found


STATES: Mapping[str, Any] = {
    "owed": lambda now: Q(state=S.OWED),
    "overdue": lambda now: Q(state=S.OWED, due_at__lt=now),
    "soon": lambda now: Q(state=S.OWED, due_at__gte=now, due_at__lt=now + SOON),
    "to_inspect": lambda now: Q(state=S.RETURNED),
    "settled": lambda now: Q(state__in=[S.MATCHED, S.MISMATCHED, S.FALSIFIED]),
    "exempt": lambda now: Q(state=S.EXEMPT),
}


def named(text: str) -> Q:
    """Old parts that a search means: by number, claim, ticket, part, customer, machine or handler."""
    columns = (
        "number", "claim__number", "ticket__number", "ticket__serial", "ticket__customer_name", "part__code",
        "part__name", "handler__name",
    )  # fmt: skip
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": text})
    return found


def listed(person: Person, wanted: Wanted, *, now: datetime) -> QuerySet[OldPart]:
    """What `person` may see of the list: what is owed by its due time, then the newest."""
    rows = OldPart.objects.visible_to(person, now=now).filter(wanted.condition(now=now)).select_related(*SHOWN)
    if wanted.state in ("owed", "overdue", "soon"):
        return rows.order_by("due_at", "pk")
    return rows.order_by("returned_at", "pk") if wanted.state == "to_inspect" else rows.order_by("-pk")


def counts(person: Person, wanted: Wanted, *, now: datetime) -> dict[str, int]:
    """How many each chip of the list would show under the other filters, in one statement."""
    besides = Wanted(handler=wanted.handler, q=wanted.q)
    rows = OldPart.objects.visible_to(person, now=now).filter(besides.condition(now=now)).order_by()
    each = {code: Count("pk", filter=condition(now)) for code, condition in STATES.items()}
    return {**rows.aggregate(**each, all=Count("pk"))}


def handlers(person: Person, *, now: datetime) -> list[tuple[str, str]]:
    """Who has or had old parts to bring back, for the filter."""
    rows = OldPart.objects.visible_to(person, now=now).order_by().values_list("handler", "handler__name").distinct()
    return sorted(((str(pk), name) for pk, name in rows), key=lambda one: one[1])


def owed_sum(rows: QuerySet[OldPart], *, now: datetime) -> Mapping[str, Any]:
    """How much would be debited of what is owed here, and how much of it is late."""
    late = Q(due_at__lt=now)
    return rows.order_by().aggregate(all=Sum("slip_price"), late=Sum("slip_price", filter=late), n=Count("pk"),
                                     n_late=Count("pk", filter=late))  # fmt: skip
