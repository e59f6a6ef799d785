"""Who may do and see what, read from matrix.yaml; what is not declared there is denied.

A person holds a role himself, or exercises it as deputy for as long as the delegation lasts and its principal
still holds it (regulation 6.4d). Being staff or superuser of Django gives no right.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from accounts.matrix import matrix
from accounts.models import Person
from accounts.tenures import Tenure, generation, tenures_of
from core import clock
from core.errors import NotAllowed, OwnCase
from core.journal import PublicActor, SystemActor
from core.requests import PageRequest

Actor = Person | SystemActor | PublicActor
# Open to who still signs in with a password that somebody else has set.
WITHOUT_OWN_PASSWORD = {"accounts:password", "accounts:logout"}
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def roles_of(person: Any, *, now: datetime) -> frozenset[str]:
    """Every role that `person` may exercise at `now`, own and delegated."""
    return frozenset(tenure.role for tenure in _current(person, now))


def own_roles_of(person: Any, *, now: datetime) -> frozenset[str]:
    """The roles that `person` holds himself at `now`."""
    return frozenset(tenure.role for tenure in _current(person, now) if tenure.principal is None)


def principals_of(person: Any, role: str, *, now: datetime) -> frozenset[int]:
    """The ids of those for whom `person` exercises `role` as deputy at `now`."""
    return frozenset(
        tenure.principal for tenure in _current(person, now) if tenure.role == role and tenure.principal is not None
    )


def holds(person: Any, role: str, *, now: datetime) -> bool:
    """Whether `person` may exercise `role` at `now`."""
    return role in roles_of(person, now=now)


def may(actor: Any, act: str, *, now: datetime) -> bool:
    """Whether a role of `actor` is listed for `act`; conditions on the object are the act's own to check."""
    rule = matrix().acts.get(act)
    if rule is None:
        return False
    if isinstance(actor, SystemActor):
        return not rule.decision
    if isinstance(actor, PublicActor):
        return rule.public
    return not rule.roles.isdisjoint(roles_of(actor, now=now))


def authorize(actor: Any, act: str, *, now: datetime) -> None:
    """Raise NotAllowed unless `actor` may do `act`: the first line of every act."""
    if not may(actor, act, now=now):
        raise NotAllowed(details={"act": act})


def refuse_own_case(actor: Any, *concerned: Person | None, now: datetime, roles: Iterable[str] = ()) -> None:
    """Raise OwnCase where `actor` is one of `concerned`, or acts as deputy of one of them.

    `roles` are those that the act needs here, when the caller knows them: who holds one of them himself does not
    act as anybody's deputy.
    """
    if isinstance(actor, SystemActor):
        return
    ids = {person.pk for person in concerned if person is not None}
    if actor.pk in ids:
        raise OwnCase
    current = _current(actor, now) if ids else []
    wanted = set(roles)
    if wanted & {tenure.role for tenure in current if tenure.principal is None}:
        return
    relevant = (tenure for tenure in current if not wanted or tenure.role in wanted)
    if any(tenure.principal in ids for tenure in relevant):
        raise OwnCase


def scopes_of(person: Any, rows: str, *, now: datetime) -> frozenset[str]:
    """What of the list `rows` (tickets, penalties, phones …) `person` sees: all, own, papers …; empty for nothing."""
    roles = roles_of(person, now=now)
    declared = matrix().rows[rows]
    return frozenset(scope for scope, allowed in declared.items() if not allowed.isdisjoint(roles))


def may_open(person: Any, page_name: str, *, now: datetime) -> bool:
    """Whether the page `page_name` is open to a role of `person`; a page that the matrix does not name is not."""
    allowed = matrix().pages.get(page_name, frozenset())
    return not allowed.isdisjoint(roles_of(person, now=now))


def page(name: str, *, hidden: bool = False) -> Callable[[View], View]:
    """Guard a view by the matrix entry `pages: name`: sign-in first, then 403 for who may not.

    A `hidden` one answers strangers with 404 instead of leading them to the sign-in page. Sets `request.now`, the one
    instant at which the request happens; the view takes a `SignedRequest`.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.now = clock.now()
            if not request.user.is_authenticated:
                if hidden:
                    raise Http404
                return redirect_to_login(request.get_full_path())
            remember(request.user)
            if request.user.must_change_password and name not in WITHOUT_OWN_PASSWORD:
                return redirect("accounts:password")
            if not may_open(request.user, name, now=request.now):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.page_name = name  # type: ignore[attr-defined]  # the tests read which page a view is
        return guarded  # type: ignore[return-value]  # it takes what the view takes

    return guard


def remember(person: Any) -> None:
    """Read the roles of `person` once for the life of this instance: for request.user only.

    Objects that outlive a request would go on with rights that have ended.
    """
    if getattr(person, "remembered_tenures", (None,))[0] != generation():
        person.remembered_tenures = (generation(), tenures_of(person))


def _current(person: Any, now: datetime) -> list[Tenure]:
    if not getattr(person, "is_active", False):
        return []
    known, tenures = getattr(person, "remembered_tenures", (None, ()))
    if known is None or known != generation():
        tenures = tenures_of(person)
    return [tenure for tenure in tenures if tenure.covers(now)]
