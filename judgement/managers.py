"""The one scoped query on proposals: whose penalties a person may know of (matrix `rows: penalties`)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accounts.permissions import roles_of, scopes_of
from judgement.states import ProposalState

if TYPE_CHECKING:
    from judgement.models import Proposal  # noqa: F401 - named in the base class below

NOTHING = Q(pk__in=())
EVERYTHING = Q()


def concerning(viewer: Any, *fields: str, now: datetime) -> Q:
    """Rows whose person, under any of the names `fields`, is in the viewer's scope of penalties."""
    scopes = scopes_of(viewer, "penalties", now=now)
    if "all" in scopes:
        return EVERYTHING
    seen = NOTHING
    for field in fields:
        if "own" in scopes:
            seen |= Q(**{field: viewer})
        if "department" in scopes and viewer.department_id:
            seen |= Q(**{f"{field}__department_id": viewer.department_id})
    return seen


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: Any, *, now: datetime) -> Self:
        """By scope, and whatever is the viewer's to decide; finance sees what is settled."""
        seen = concerning(viewer, "charged_to", "person", now=now)
        if seen == EVERYTHING:
            return self
        # The role of an engineer decides nothing, and would let each see the others' entries.
        seen |= Q(decider_role__in=roles_of(viewer, now=now) - {"field_engineer"})
        if "settled" in scopes_of(viewer, "penalties", now=now):
            seen |= Q(state=ProposalState.SETTLED)
        return self.filter(seen)
