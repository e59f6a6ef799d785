"""Pages without numbers: the next one begins behind the last row of this one, however long the list is."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


def after(row: models.Model, name: str) -> str:
    """Where the next page begins: the instant `name` of the last row shown, and its key."""
    return f"{getattr(row, name).isoformat()}|{row.pk}"


def behind(rows: "models.QuerySet[M]", name: str, told: str, *, forward: bool) -> "models.QuerySet[M]":
    """The rows behind `told` in the order of `name` and key; all of them where it tells nothing."""
    instant, _bar, pk = told.partition("|")
    try:
        last, number = datetime.fromisoformat(instant), int(pk)
    except ValueError:
        return rows
    if last.tzinfo is None:
        return rows
    sign = "gt" if forward else "lt"
    same: dict[str, Any] = {name: last, f"pk__{sign}": number}
    return rows.filter(Q(**{f"{name}__{sign}": last}) | Q(**same))
