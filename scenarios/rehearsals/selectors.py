"""What became of a draft's rehearsals."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from scenarios.models import Rehearsal
from scenarios.rehearsals.states import Outcome

RECENT = 5
# The runner speaks to whoever writes stories; these turns of his are told to everybody, longer ones first.
TURNS = (
    ("expected refusal of ", _("应被拒绝：")), (", but it was done", _("，实际办成了")), ("expected ", _("应为 ")),
    (" got ", _("，实为 ")), (" was refused: ", _(" 被拒绝：")),
)  # fmt: skip


@dataclass(frozen=True)
class Played:
    """One story as the page tells it."""

    scenario: str
    clause: str
    file: str
    step: int | None
    message: str
    outcome: Outcome


def of_draft(version_id: int) -> list[Rehearsal]:
    """The last rehearsals of a draft, newest first."""
    return list(Rehearsal.objects.of(version_id)[:RECENT])


def rehearsal_of(version_id: int, pk: int) -> Rehearsal:
    """One rehearsal of a draft; NotFound for any other."""
    found = Rehearsal.objects.of(version_id).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def played(rehearsal: Rehearsal) -> list[Played]:
    """Its stories: those that come out otherwise first, each group in the order of play."""
    told = [_played(row) for row in rehearsal.results]
    order = [Outcome.CHANGES, Outcome.OPEN, Outcome.FAILED_BEFORE, Outcome.HOLDS]
    return sorted(told, key=lambda one: order.index(one.outcome))


def counts(told: list[Played]) -> dict[Outcome, int]:
    """How many of each outcome."""
    return {outcome: sum(one.outcome == outcome for one in told) for outcome in Outcome}


def _played(row: dict[str, Any]) -> Played:
    return Played(row["scenario"], row["clause"], row["file"], row["step"], _told(row["message"]), _outcome(row))


def _told(message: str) -> str:
    for turn, words in TURNS:
        message = message.replace(turn, str(words))
    return message


def _outcome(row: dict[str, Any]) -> Outcome:
    if not row["message"]:
        return Outcome.HOLDS
    if "before" not in row:
        return Outcome.OPEN
    return Outcome.CHANGES if row["before"] else Outcome.FAILED_BEFORE
