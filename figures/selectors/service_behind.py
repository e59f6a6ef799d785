"""What stands behind a figure of service and judgement: the same rows that were counted, the newest first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Person
from core.errors import NotFound
from core.money import yuan
from fieldservice.visits import visits_seen_by
from figures.query import Query
from figures.selectors import amounts, arrivals, complaints, decisions, discretion, opinions
from figures.selectors.behind import MOST, Asked, Document, Documents
from judgement.models import Proposal
from penalties.models import Decision
from penalties.states import DecisionKind, EntryKind
from tickets.models import Ticket
from tickets.selectors.complaints import visible_complaints
from tickets.states import Authentic, CallOutcome, ComplaintState

PROPOSAL, TICKET, COMPLAINT = "admin:judgement_proposal", "tickets:ticket", "tickets:complaint"
VISIT = "fieldservice:visit_sheet"
MATTER = (gettext_lazy("事由"), gettext_lazy("人员"))


@dataclass(frozen=True)
class Listing:
    """`rows` to be counted, with `at`; `page` is where a row's paper is read, under the keys `readable` of `key`."""

    rows: QuerySet[Any]
    dated: Any
    columns: Sequence[str]
    tell: Callable[[Mapping[str, Any], set[Any]], Document]
    key: str
    readable: Callable[[Sequence[Any]], Iterable[Any]]
    amount: str = ""
    heads: tuple[Any, Any] = (gettext_lazy("客户"), gettext_lazy("人员"))


def documents(asked: Asked, *, person: Person) -> Documents:
    """In three statements, one more for the name of whom it is of; NotFound where there is no such figure.

    Numbers are of the figure, so whoever may read it is shown them; the paper itself is offered to whom it is visible.
    """
    found = LISTS.get(asked.given.get("of", ""))
    if found is None:
        raise NotFound
    query = Query(asked.period, person, asked.now)
    if asked.given["of"] == "choices":
        return _chosen(asked, query)
    return _listed(found(asked, query), asked)


def _listed(listing: Listing, asked: Asked) -> Documents:
    sums: dict[str, Any] = {"amount": Sum(listing.amount)} if listing.amount else {}
    whole = listing.rows.aggregate(count=Count("pk"), **sums)
    newest = list(listing.rows.order_by(F("at").desc(nulls_last=True), "-pk").values("at", *listing.columns)[:MOST])
    readable = set(listing.readable([row[listing.key] for row in newest]))
    rows = [listing.tell(row, readable) for row in newest]
    return Documents(_name(asked), listing.dated, whole["count"], yuan(whole.get("amount") or 0), rows, listing.heads)


# Whom a figure may be of, by the word in its address.
OF: Mapping[str, type[Model]] = {"person": Person, "decider": Person, "office": Office}


def _name(asked: Asked) -> str:
    for word, model in OF.items():
        key = asked.key(word)
        if key:
            return str(model._default_manager.filter(pk=key).values_list("name", flat=True).first() or "")
    return ""


def _limits(asked: Asked, query: Query) -> Listing:
    rows: QuerySet[Any] = arrivals.limits(query)
    outcomes = {"met": arrivals.MET, "late": arrivals.missed(query), "excused": arrivals.EXCUSED}
    rows = _narrowed(rows, asked, "outcome", outcomes)
    province, zone, person = asked.given.get("province", ""), asked.given.get("zone", ""), asked.key("person")
    rows = rows.filter(province="" if province == "-" else province) if province else rows
    rows = rows.filter(zone=zone) if zone else rows
    rows = rows.filter(person=person or None) if person is not None else rows
    ticket = Ticket.objects.filter(pk=OuterRef("subject_id"))
    rows = rows.annotate(
        at=F("due_at"), number=Subquery(ticket.values("number")), customer=Subquery(ticket.values("customer_name"))
    )

    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        about = f"{row['customer']} · {row['province']}" if row["province"] else row["customer"]
        return _document(row["number"], TICKET, row["number"], row, about, row["person__name"], _kept(row), readable)

    columns = ("number", "customer", "province", "person__name", "fired_at", "excused_at", "stopped_at")
    return Listing(rows, _("到场时限"), columns, tell, "number", _tickets(query))


def _kept(row: Mapping[str, Any]) -> str:
    if row["excused_at"]:
        return _("超时，有书面证明")
    return _("按时") if row["stopped_at"] and not row["fired_at"] else _("超时")


def _entries(asked: Asked, query: Query) -> Listing:
    rows, clause, kind = amounts.entries(query), asked.given.get("clause", ""), asked.given.get("kind", "")
    rows = rows.filter(clause=clause) if clause else rows
    rows = _narrowed(rows, asked, "kind", {one: Q(kind=one) for one in EntryKind.values}) if kind else rows
    person, office = asked.key("person"), asked.key("office")
    rows = rows.filter(person=person) if person is not None else rows
    rows = rows.filter(person__office=office or None) if office is not None else rows

    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        label = str(EntryKind(row["kind"]).label)
        state = _("冲销：%(kind)s") % {"kind": label} if row["reverses"] else label
        return _document(row["clause"], PROPOSAL, row["proposal"], row, row["proposal__fact__facts__title"] or "",
                         row["person__name"], state, readable, row["amount"])  # fmt: skip

    columns = ("clause", "proposal", "proposal__fact__facts__title", "person__name", "kind", "reverses", "amount")
    return Listing(rows, _("记账时间"), columns, tell, "proposal", _proposals(query), "amount", MATTER)


def _decisions(asked: Asked, query: Query) -> Listing:
    rows = _narrowed(
        decisions.decisions(query), asked, "outcome", {name: decisions.narrowed(name) for name in decisions.OUTCOMES}
    )
    return _of_decisions(_of_decider(rows, asked), query)


def _of_decider(rows: QuerySet[Decision], asked: Asked) -> QuerySet[Decision]:
    clause, decider = asked.given.get("clause", ""), asked.key("decider")
    rows = rows.filter(proposal__clause=clause) if clause else rows
    return rows.filter(by=decider) if decider is not None else rows


def _of_decisions(rows: QuerySet[Decision], query: Query) -> Listing:
    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        state = _("确认后撤销") if row["revoked"] else str(DecisionKind(row["kind"]).label)
        about = f"{row['charged_to__name']} · {row['proposal__fact__facts__title'] or ''}"
        return _document(row["proposal__clause"], PROPOSAL, row["proposal"], row, about, row["by__name"], state,
                         readable, _amount(row))  # fmt: skip

    columns = ("proposal", "proposal__clause", "proposal__fact__facts__title", "charged_to__name", "by__name", "kind",
               "revoked", "amounts")  # fmt: skip
    return Listing(rows, _("裁决时间"), columns, tell, "proposal", _proposals(query), heads=MATTER)


def _amount(row: Mapping[str, Any]) -> Any:
    """What a confirmation came to."""
    told = [yuan(effect["amount"]) for effect in row["amounts"] if effect.get("amount") is not None]
    return sum(told) if told and row["kind"] == DecisionKind.CONFIRM else None


def _chosen(asked: Asked, query: Query) -> Documents:
    """What lies where in its range is told by Python, not by the database."""
    where, clause, decider = asked.given.get("where", ""), asked.given.get("clause", ""), asked.key("decider")
    if where and where not in discretion.PLACES:
        raise NotFound
    found = [
        one for one in discretion.choices(query)
        if where in ("", one.where) and clause in ("", one.clause) and decider in (None, one.decider)
    ]  # fmt: skip
    newest = [one.decision for one in islice(found, MOST)]
    told = _listed(_of_decisions(decisions.decisions(query).filter(pk__in=newest), query), asked)
    return Documents(
        told.of, told.dated, len(found), sum((one.amount for one in found), yuan(0)), told.rows, told.heads
    )


def _complaints(asked: Asked, query: Query) -> Listing:
    rows = _narrowed(complaints.complaints(asked.period), asked, "found", complaints.FINDINGS)

    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        about = row["customer__name"] or row["complainant"]
        state = str(ComplaintState(row["state"]).label)
        return _document(row["number"], COMPLAINT, row["number"], row, about, row["owner__name"], state, readable)

    def readable(numbers: Sequence[Any]) -> Iterable[Any]:
        seen = visible_complaints(query.person, now=query.now).filter(number__in=numbers)
        return seen.values_list("number", flat=True)

    columns = ("number", "customer__name", "complainant", "owner__name", "state")
    return Listing(rows.annotate(at=F("received_at")), _("收到时间"), columns, tell, "number", readable)


def _ratings(asked: Asked, query: Query) -> Listing:
    rows, person = opinions.ratings(asked.period), asked.key("person")
    rows = rows.filter(stars__lt=opinions.CONTENT) if asked.given.get("low") else rows
    rows = rows.filter(engineer=person or None) if person is not None else rows

    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        state = _("%(stars)d 星") % {"stars": row["stars"]}
        about = " · ".join(filter(None, (row["ticket__customer_name"], row["text"])))
        return _document(row["ticket__number"], TICKET, row["ticket__number"], row, about, row["engineer__name"], state,
                         readable)  # fmt: skip

    columns = ("ticket__number", "ticket__customer_name", "text", "engineer__name", "stars")
    return Listing(rows, _("评价时间"), columns, tell, "ticket__number", _tickets(query))


def _calls(asked: Asked, query: Query) -> Listing:
    outcomes = {one: Q(outcome=one) for one in CallOutcome.values} | {"bad": Q(authentic__in=opinions.BAD)}
    rows = _narrowed(opinions.calls(asked.period), asked, "outcome", outcomes)
    survey = asked.given.get("survey", "")
    rows = rows.filter(answers__survey=survey) if survey else rows

    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        said = [CallOutcome(row["outcome"]).label, *([Authentic(row["authentic"]).label] if row["authentic"] else [])]
        about = " · ".join(filter(None, (row["ticket__customer_name"], row["note"])))
        return _document(row["ticket__number"], TICKET, row["ticket__number"], row, about, row["caller__name"],
                         " · ".join(map(str, said)), readable)  # fmt: skip

    columns = ("ticket__number", "ticket__customer_name", "note", "caller__name", "outcome", "authentic")
    return Listing(rows, _("回访时间"), columns, tell, "ticket__number", _tickets(query))


def _visits(asked: Asked, query: Query) -> Listing:
    rows = opinions.visits(asked.period, asked.given.get("survey", "")).annotate(at=F("visited_at"))

    def tell(row: Mapping[str, Any], readable: set[Any]) -> Document:
        state = row["interviewee"]
        return _document(row["number"], VISIT, row["number"], row, row["customer__name"], row["visitor__name"], state,
                         readable)  # fmt: skip

    def readable(numbers: Sequence[Any]) -> Iterable[Any]:
        seen = visits_seen_by(query.person, now=query.now).filter(number__in=numbers)
        return seen.values_list("number", flat=True)

    columns = ("number", "customer__name", "visitor__name", "interviewee")
    return Listing(rows, _("回访时间"), columns, tell, "number", readable)


LISTS: Mapping[str, Callable[[Asked, Query], Listing]] = {
    "limits": _limits, "entries": _entries, "decisions": _decisions, "choices": _decisions, "complaints": _complaints,
    "ratings": _ratings, "calls": _calls, "visits": _visits,
}  # fmt: skip


def _narrowed(rows: QuerySet[Any], asked: Asked, word: str, known: Mapping[str, Q]) -> QuerySet[Any]:
    """`rows` narrowed by what `word` of the address names; NotFound for what it cannot."""
    given = asked.given.get(word, "")
    if given and given not in known:
        raise NotFound
    return rows.filter(known[given]) if given else rows


def _tickets(query: Query) -> Callable[[Sequence[Any]], Iterable[Any]]:
    seen = Ticket.objects.visible_to(query.person, now=query.now)
    return lambda numbers: seen.filter(number__in=numbers).values_list("number", flat=True)


def _proposals(query: Query) -> Callable[[Sequence[Any]], Iterable[Any]]:
    seen = Proposal.objects.visible_to(query.person, now=query.now)
    return lambda keys: seen.filter(pk__in=keys).values_list("pk", flat=True)


def _document(
    number: str, page: str, key: Any, row: Mapping[str, Any], about: str, who: str | None, state: str,
    readable: set[Any], amount: Any = None,
) -> Document:  # fmt: skip
    at: datetime | None = row["at"]
    return Document(
        number, page if key in readable else "", at, about or "", who or "", state, amount,
        url=address(page, key) if key in readable else "",
    )  # fmt: skip


def address(page: str, key: Any) -> str:
    """Of a row's own page; that of a proposal is its form in the administration."""
    return reverse(f"{page}_change" if page == PROPOSAL else page, args=[key])
