"""Several consequences of one matter: the book keeps the highest, the others are absorbed (reading 0.10, E1)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count

from core import transitions
from core.journal import SYSTEM
from judgement.models import Proposal
from judgement.services.flags import flag_facts_changed
from judgement.states import COUNTED, ProposalState
from rulebook import groups
from rulebook.groups import Group

ALIVE = (ProposalState.PROPOSED, *COUNTED)
FALLEN = (ProposalState.WAIVED, ProposalState.REVOKED)


def settle_groups(keys: Iterable[str], *, now: datetime) -> None:
    """Absorb, under each key, what the group's winner outweighs; decided entries are flagged, never changed."""
    # Entries without a key belong to nobody: the empty one is no group.
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return
    wanted = _shared(wanted)
    if not wanted:
        return
    members: dict[str, list[Proposal]] = defaultdict(list)
    rows = Proposal.objects.filter(group_key__in=wanted, state__in=ALIVE)
    for row in rows.select_for_update(of=("self",)).select_related("version").order_by("id"):
        members[row.group_key].append(row)
    fallen = _fallen(members)
    for key, rivals in members.items():
        group = groups.group_of(rivals[0].version.book, rivals[0].consequence)
        if group and group.waive_together and key in fallen:
            _absorb_all(rivals, fallen[key], now=now)
        elif len(rivals) > 1 and group and group.keep != "all":
            _absorb(group, rivals, now=now)


def _shared(keys: list[str]) -> list[str]:
    """Of these keys those under which more than one entry stands or has fallen: alone nothing is to settle."""
    rows = Proposal.objects.filter(group_key__in=keys, state__in=(*ALIVE, *FALLEN)).order_by()
    counted = rows.values("group_key").annotate(rivals=Count("pk")).filter(rivals__gt=1)
    return sorted(counted.values_list("group_key", flat=True))


def _fallen(keys: Iterable[str]) -> dict[str, Proposal]:
    """The weightiest entry under each key that a person waived or revoked; what falls together fell with it (X1)."""
    # Those that a correction revoked are no decision; they hang on a fact that was withdrawn.
    rows = Proposal.objects.filter(group_key__in=list(keys), state__in=FALLEN, fact__withdrawal=None)
    return {row.group_key: row for row in rows.order_by("weight", "-pk")}


def _absorb_all(rivals: list[Proposal], fallen: Proposal, *, now: datetime) -> None:
    for rival in rivals:
        if rival.state == ProposalState.PROPOSED:
            transitions.advance(rival, "absorb", by=fallen, actor=SYSTEM, now=now, thread=rival.subject)


def _absorb(group: Group, rivals: list[Proposal], *, now: datetime) -> None:
    winner = _winner(group, rivals)
    for loser in rivals:
        if loser is winner:
            continue
        if loser.state == ProposalState.PROPOSED:
            transitions.advance(loser, "absorb", by=winner, actor=SYSTEM, now=now, thread=loser.subject)
        else:
            flag_facts_changed(loser, actor=SYSTEM, now=now)


def _winner(group: Group, rivals: list[Proposal]) -> Proposal:
    """What was decided stands, unless something weightier comes up."""
    entries = [(rival.consequence, rival.weight) for rival in rivals]
    chosen = rivals[groups.winner(group, entries)]
    decided = [rival for rival in rivals if rival.state in COUNTED]
    if decided and chosen.state not in COUNTED and decided[0].weight >= chosen.weight:
        return decided[0]
    return chosen


def release_absorbed(fallen: Proposal, *, now: datetime) -> None:
    """After a winner fell, put the next one of its group up again, unless the group falls together."""
    group = groups.group_of(fallen.version.book, fallen.consequence)
    if group is None or group.waive_together:
        return
    waiting = list(Proposal.objects.filter(absorbed_by=fallen, state=ProposalState.ABSORBED).order_by("id"))
    for row in waiting:
        transitions.advance(transitions.claim(row, "release"), "release", actor=SYSTEM, now=now, thread=row.subject)
    settle_groups({fallen.group_key}, now=now)
