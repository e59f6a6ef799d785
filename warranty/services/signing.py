"""How a paper asks for its signature, and the ticket that waits for it meanwhile (6.4, 6.8, 6.9)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Role
from approvals import services as approvals
from approvals.models import SignOff
from core.journal import Actor
from notifications.services import notify
from tickets import services as tickets
from warranty import contents
from warranty.models import FeeApplication, PartsRequest, Purchase
from warranty.states import RequestState

Paper = PartsRequest | FeeApplication | Purchase


def content_of(paper: Paper) -> dict[str, Any]:
    """What a signature on the paper binds to."""
    if isinstance(paper, PartsRequest):
        return contents.of_request(paper)
    return contents.of_fee(paper) if isinstance(paper, FeeApplication) else contents.of_purchase(paper)


def ask(
    paper: Paper, *, amount: Decimal, concerned: Iterable[Person | None], author: Person, actor: Actor, now: datetime,
    note: str = "", judgement: Mapping[str, Any] | None = None,
) -> SignOff:  # fmt: skip
    """Ask for the signature of the paper as it stands, under its version; what the signers are told is copied to it."""
    told = {"kind": paper._meta.verbose_name, "number": paper.number, "ticket": paper.ticket.number, "note": note}
    sign_off = approvals.submit(
        subject=paper, approval=paper.APPROVAL, amount=amount, content=content_of(paper), group=paper.ticket,
        concerned=concerned, title=(_("%(kind)s %(number)s（工单 %(ticket)s）%(note)s") % told).strip(),
        version=paper.version, author=author, actor=actor, now=now, url=paper.get_absolute_url(), judgement=judgement,
    )  # fmt: skip
    paper.warnings = list(sign_off.warnings)
    paper.save(update_fields=["warnings"])
    return sign_off


def release(paper: Paper, *, actor: Actor, now: datetime) -> None:
    """The ticket no longer waits for the paper."""
    hold = getattr(paper, "hold", None)
    if hold is not None:
        tickets.lift_hold(hold=hold, actor=actor, now=now)


def tell_decided(paper: Paper, *, reason: str = "", now: datetime) -> None:
    """The engineer, who asked, and the liaison learn what became of it."""
    told = {"kind": paper._meta.verbose_name, "number": paper.number, "state": paper.get_state_display()}
    notify(
        about="sign_off_decided", title=_("%(kind)s %(number)s：%(state)s") % told, text=reason, subject=paper,
        url=paper.get_absolute_url(), to=[paper.author, paper.ticket.engineer], roles=[Role.LIAISON], now=now,
    )  # fmt: skip
    if isinstance(paper, PartsRequest) and paper.state == RequestState.APPROVED:
        title = _("发件申请 %(number)s 已批准，请开三包单") % told
        notify(about="to_issue", title=title, subject=paper, url=reverse("warranty:work"), roles=[Role.STATISTICIAN],
               now=now)  # fmt: skip
