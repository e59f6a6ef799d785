"""What a page of figures is asked: which months, by whom, at which instant."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from figures.period import Period


@dataclass(frozen=True)
class Query:
    """`person` decides whose penalties are counted, as everywhere (matrix `rows: penalties`)."""

    period: Period
    person: Person
    now: datetime
