"""The papers behind one figure: the same rows that were summed, the newest first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Model, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department, Person
from core.errors import NotFound
from core.money import yuan
from customers.models import MachineModel
from figures.period import Period
from figures.selectors import papers
from figures.steps import BY_CODE
from warranty.models import AnomalyReport, Claim, FeeApplication, OldPart, Part, PartsRequest, Purchase
from warranty.states import OldPartState

MOST = 200
YUAN = DecimalField(max_digits=14, decimal_places=2)
PAGES: dict[type, str] = {
    Claim: "warranty:claim", FeeApplication: "warranty:fee", Purchase: "warranty:purchase",
    AnomalyReport: "warranty:report", PartsRequest: "warranty:request", OldPart: "warranty:old_part",
}  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A paper in a list; `page` is the name of its page, empty where the reader may not see the paper itself."""

    number: str
    page: str
    at: datetime | None
    about: str
    who: str
    state: str
    amount: Decimal | None
    url: str = ""

    @property
    def amount_text(self) -> str:
        return "" if self.amount is None else f"{self.amount:,}"


@dataclass(frozen=True)
class Documents:
    """`count` and `amount` are of all, `rows` the newest of them; `dated` says what their instants are.

    `of` names whom or what the figure is of, empty where it is of all.
    """

    of: str
    dated: Any
    count: int
    amount: Decimal
    rows: Sequence[Document]
    # How the columns of the paper and of its people are called.
    heads: tuple[Any, Any] = (gettext_lazy("设备或配件"), gettext_lazy("部门或人员"))

    @property
    def priced(self) -> bool:
        return any(row.amount is not None for row in self.rows)

    @property
    def amount_text(self) -> str:
        return f"{self.amount:,}"


@dataclass(frozen=True)
class Asked:
    """One figure as its address names it."""

    given: Mapping[str, str]
    period: Period
    now: datetime

    def key(self, name: str) -> int | None:
        """The id under `name`, None where the figure is not narrowed by it."""
        told = self.given.get(name, "")
        if told and not (told.isascii() and told.isdecimal() and len(told) < 19):
            raise NotFound
        return int(told) if told else None


def documents(asked: Asked, *, person: Person) -> Documents:
    """What is behind a figure, in three statements and one for its name; NotFound where there is no such figure.

    Numbers and amounts are of the figure, so whoever may read it is shown them; a paper's own page is offered to
    whom the paper is visible.
    """
    found = LISTS.get(asked.given.get("of", ""))
    if found is None:
        raise NotFound
    rows, dated = found(asked)
    whole = rows.aggregate(count=Count("pk"), amount=Sum("shown"))
    newest = rows.order_by(F("at").desc(nulls_last=True), "-pk")[:MOST]
    chosen = list(newest.values("pk", "number", "at", "about", "who", "state", "shown"))
    shown = _shown(rows.model, chosen, asked, person)
    return Documents(_name(asked), dated, whole["count"], yuan(whole["amount"] or 0), shown)


# What a figure may be of, by the word in its address.
OF: Mapping[str, type[Model]] = {"department": Department, "model": MachineModel, "part": Part, "handler": Person}


def _name(asked: Asked) -> str:
    for word, model in OF.items():
        key = asked.key(word)
        if key == 0:
            return _("未登记型号")
        if key is not None:
            return str(model._default_manager.filter(pk=key).first() or "")
    return ""


def _shown(model: Any, chosen: Sequence[Mapping[str, Any]], asked: Asked, person: Person) -> Sequence[Document]:
    visible = model.objects.visible_to(person, now=asked.now).filter(pk__in=[row["pk"] for row in chosen])
    readable, states = set(visible.values_list("pk", flat=True)), dict(model._meta.get_field("state").flatchoices)
    return [
        Document(
            row["number"], PAGES[model] if row["pk"] in readable else "", row["at"], row["about"] or "",
            row["who"] or "", str(states[row["state"]]), None if row["shown"] is None else yuan(row["shown"]),
            url=reverse(PAGES[model], args=[row["number"]]) if row["pk"] in readable else "",
        )
        for row in chosen
    ]  # fmt: skip


List = tuple[QuerySet[Any], Any]


def _claims(asked: Asked) -> List:
    rows, department, part = papers.signed_claims(asked.period), asked.key("department"), asked.key("part")
    amount: Any = F("total")
    if department is not None:
        rows = rows.filter(loss_department=department)
    if part is not None:
        # Of these slips only what they hold of the part.
        rows, amount = rows.filter(lines__part=part), F("lines__price") * F("lines__quantity")
    return _told(_of_model(rows, asked), "signed_at", "serial", "loss_department__name", amount), _("签字时间")


def _fees(asked: Asked) -> List:
    rows = _of_model(papers.approved_fees(asked.period), asked)
    return _told(rows, "submitted_at", "ticket__serial", "author__name", Coalesce("actual", "amount")), _("申请时间")


def _purchases(asked: Asked) -> List:
    rows = _of_model(papers.settled_purchases(asked.period), asked)
    return _told(rows, "settled_at", "ticket__serial", "author__name", F("actual")), _("核销时间")


def _waiting(asked: Asked) -> List:
    step = asked.given.get("step", "")
    if step not in BY_CODE:
        raise NotFound
    rows = papers.waiting(step)
    who = "author__name" if rows.model is not Claim else "loss_department__name"
    amount = Cast(Value(None), YUAN) if rows.model is AnomalyReport else F("total")
    return _told(rows, "since", "ticket__serial", who, amount), _("等待自")


def _owed(asked: Asked) -> List:
    rows, handler, age = papers.owed_parts(asked.now), asked.key("handler"), asked.given.get("age")
    rows = rows.filter(age=age) if age else rows
    rows = rows if handler is None else rows.filter(handler=handler)
    return _told(rows, "due_at", "part__name", "handler__name", F("slip_price")), _("返回期限")


def _replaced(asked: Asked) -> List:
    rows, state = papers.replaced_parts(asked.period), asked.given.get("state")
    if state and state not in OldPartState.values:
        raise NotFound
    rows = rows.filter(state=state) if state else rows
    return _told(rows, "owed_since", "part__name", "handler__name", F("slip_price")), _("完工时间")


LISTS: Mapping[str, Callable[[Asked], List]] = {
    "claims": _claims, "fees": _fees, "purchases": _purchases, "waiting": _waiting, "owed": _owed,
    "replaced": _replaced,
}  # fmt: skip


def _of_model(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    key = asked.key("model")
    return rows if key is None else rows.filter(ticket__machine__model=key or None)


def _told(rows: QuerySet[Any], at: str, about: str, who: str, amount: Any) -> QuerySet[Any]:
    return rows.annotate(at=F(at), about=F(about), who=F(who), shown=ExpressionWrapper(amount, YUAN))
