"""The gate: the only way a state field changes.

Lock the row, check the state, run the django-fsm method, save under the database's constraints and write the journal,
all in the caller's transaction. Transition methods only set fields.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models
from django_fsm import TransitionNotAllowed, can_proceed

from core import journal, prepared
from core.errors import WrongState
from core.journal import Actor
from core.subjects import Subject

M = TypeVar("M", bound=models.Model)


def lock(obj: M, *along: str) -> M:
    """The row of `obj` as it stands now, locked until the transaction ends; with what `along` names, not locked."""
    # Not type(obj): request.user is a lazy wrapper around the person. Without the key: rows that point at this one
    # by a foreign key, such as the sweep's proposals, must not wait for the act.
    model, pk = obj.__class__, obj.pk

    def ask(given: Mapping[str, Any]) -> models.QuerySet[M]:
        rows = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=given["pk"])
        return rows.select_related(*along) if along else rows

    locked: list[M] = prepared.objects(("lock", model._meta.label, along), ask, pk=pk)
    if not locked:
        raise obj.DoesNotExist(f"{model._meta.label} {pk}")  # type: ignore[attr-defined]  # every model has its own
    return locked[0]


def claim(obj: M, *names: str) -> M:
    """Lock `obj` and make sure that at least one of the transitions `names` is open from its state.

    Raises WrongState, which names the state, otherwise.
    """
    locked = lock(obj)
    if names and not any(can_proceed(getattr(locked, name), check_conditions=False) for name in names):
        raise refusal(locked)
    return locked


def advance(
    obj: M,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    act: str = "",
    reason: str = "",
    clause: str = "",
    data: Mapping[str, Any] | None = None,
    thread: models.Model | Subject | None = None,
    **arguments: Any,
) -> M:
    """Run transition `name` on `obj`, already locked by `claim`, and write one journal row called `act` or `name`."""
    source = _state(obj)
    try:
        getattr(obj, name)(**arguments)
        # The database checks the constraints; asking it first by validate_constraints() doubled the time of an act.
        obj.save()
    except (TransitionNotAllowed, IntegrityError):
        raise refusal(obj) from None
    journal.record(
        obj, act or name, actor=actor, now=now, source=source, target=_state(obj),
        reason=reason, clause=clause, data=data, thread=thread,
    )  # fmt: skip
    return obj


def refusal(obj: models.Model) -> WrongState:
    """The WrongState error that tells the reader which state stands in the way."""
    shown = getattr(obj, "get_state_display", None)
    return WrongState(f"{WrongState.message}（{obj._meta.verbose_name}：{shown()}）" if shown else None)


def _state(obj: models.Model) -> str:
    return str(getattr(obj, "state"))  # noqa: B009 -- every machine of the product calls its field `state`
