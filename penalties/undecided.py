"""What nobody has decided at the month's end: every row with its decider and its age, and how many wait for whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from judgement.models import Proposal
from penalties.services.closing import undecided
from penalties.showing import figure_of, role_label, title_of_consequence


@dataclass(frozen=True)
class Row:
    proposal: Proposal
    title: str
    figure: str
    decider: str


@dataclass(frozen=True)
class Undecided:
    """All of them, the oldest first, and their number by decider."""

    rows: Sequence[Row] = ()
    by_decider: Sequence[tuple[str, int]] = ()


def undecided_rows(month: str) -> Undecided:
    """One statement, however many."""
    rows = [
        Row(one, title_of_consequence(one), figure_of(one.effects), role_label(one.decider_role))
        for one in undecided(month)
    ]
    return Undecided(rows, Counter(row.decider for row in rows).most_common())
