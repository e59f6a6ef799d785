"""The papers behind sign-offs, and what their signer wants to know besides."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from approvals.models import SignOff
from approvals.selectors import current
from core.errors import WrongState
from tickets.models import Ticket
from warranty.models import FeeApplication, PartsRequest, Purchase
from warranty.selectors.requests import OF_REPORT, SHOWN
from warranty.states import RequestState

Paper = PartsRequest | FeeApplication | Purchase
KINDS: dict[str, type[Paper]] = {model._meta.label_lower: model for model in (PartsRequest, FeeApplication, Purchase)}
MOST_SHOWN = 8


def papers_behind(sign_offs: Iterable[SignOff]) -> dict[int, Paper]:
    """The paper of each sign-off by the sign-off's key, with ticket and report: one statement a kind."""
    wanted: dict[str, dict[int, list[int]]] = {}
    for row in sign_offs:
        wanted.setdefault(row.subject_type, {}).setdefault(row.subject_id, []).append(row.pk)
    found: dict[int, Paper] = {}
    for type_, ids in wanted.items():
        model: Any = KINDS.get(type_)
        rows = model.objects.filter(pk__in=ids).select_related(*SHOWN, *OF_REPORT.get(model, ())) if model else ()
        found |= {pk: paper for paper in rows for pk in ids[paper.pk]}
    return found


def paper_of(sign_off: SignOff) -> Paper:
    """The paper that `sign_off` decides; WrongState where a newer one has taken its place."""
    paper = papers_behind([sign_off]).get(sign_off.pk)
    newest = current(paper) if paper is not None else None
    if paper is None or newest is None or newest.pk != sign_off.pk:
        raise WrongState(_("内容已变更，这份审批已失效，请打开最新的一份"))
    return paper


def earlier_jobs(ticket: Ticket) -> list[Ticket]:
    """Other tickets of the same machine, newest first, with the parts approved for each; two statements."""
    if ticket.machine_id is None:
        return []
    approved = PartsRequest.objects.filter(state=RequestState.APPROVED)
    rows = Ticket.objects.filter(machine=ticket.machine_id).exclude(pk=ticket.pk).select_related("engineer")
    found = rows.prefetch_related(Prefetch("parts_requests", queryset=approved, to_attr="granted"))
    return list(found.order_by("-notified_at", "-pk")[:MOST_SHOWN])
