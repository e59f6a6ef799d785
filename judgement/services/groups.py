"""Several consequences of one matter: the book keeps the highest or one tier, the others are absorbed (0.10, E1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count

from core import transitions
from core.journal import SYSTEM
from judgement.models import Proposal
from judgement.services.flags import flag_facts_changed
from judgement.states import COUNTED, ProposalState
from judgement.verdicts import weight_of
from rulebook import groups
from rulebook.groups import Group

ALIVE = (ProposalState.PROPOSED, *COUNTED)
FALLEN = (ProposalState.WAIVED, ProposalState.REVOKED)


def settle_groups(rows: Iterable[Proposal], *, now: datetime) -> None:
    """Absorb what the winners of the groups of `rows` outweigh; decided entries are flagged, never changed.

    Tiers first: what a higher tier has taken over is weighed against nothing any more.
    """
    entries = list(rows)
    for field in ("tier_key", "group_key"):
        # Entries without a key belong to nobody: the empty one is no group.
        _settle(field, sorted({getattr(row, field) for row in entries} - {""}), now=now)


def _settle(field: str, keys: list[str], *, now: datetime) -> None:
    wanted = _shared(field, keys) if keys else []
    if not wanted:
        return
    members: dict[str, list[Proposal]] = defaultdict(list)
    rows = Proposal.objects.filter(**{f"{field}__in": wanted}, state__in=ALIVE)
    for row in rows.select_for_update(of=("self",)).select_related("version").order_by("id"):
        members[getattr(row, field)].append(row)
    fallen = _fallen(field, members)
    for key, rivals in members.items():
        _settle_one(_group(rivals[0], field), rivals, fallen.get(key), now=now)


def _settle_one(group: Group | None, rivals: list[Proposal], fallen: Proposal | None, *, now: datetime) -> None:
    if group and group.waive_together and fallen:
        _absorb_all(rivals, fallen, now=now)
    elif group and len(rivals) > 1 and group.keep != "all":
        _absorb(group, rivals, now=now)


def _group(row: Proposal, field: str) -> Group | None:
    find = groups.tier_of if field == "tier_key" else groups.group_of
    return find(row.version.book, row.consequence)


def _shared(field: str, keys: list[str]) -> list[str]:
    """Of these keys those under which more than one entry stands or has fallen: alone nothing is to settle."""
    rows = Proposal.objects.filter(**{f"{field}__in": keys}, state__in=(*ALIVE, *FALLEN)).order_by()
    counted = rows.values(field).annotate(rivals=Count("pk")).filter(rivals__gt=1)
    return sorted(counted.values_list(field, flat=True))


def _fallen(field: str, keys: Iterable[str]) -> Mapping[str, Proposal]:
    """The weightiest entry under each key that a person waived or revoked; what falls together fell with it (X1)."""
    # Those that a correction revoked are no decision; they hang on a fact that was withdrawn.
    rows = Proposal.objects.filter(**{f"{field}__in": list(keys)}, state__in=FALLEN, fact__withdrawal=None)
    return {getattr(row, field): row for row in rows.order_by("weight", "-pk")}


def _absorb_all(rivals: list[Proposal], fallen: Proposal, *, now: datetime) -> None:
    for rival in rivals:
        if rival.state == ProposalState.PROPOSED:
            transitions.advance(rival, "absorb", by=fallen, actor=SYSTEM, now=now, thread=rival.subject)


def _absorb(group: Group, rivals: list[Proposal], *, now: datetime) -> None:
    winner = _winner(group, rivals)
    for loser in rivals:
        if _stands_beside(group, loser, winner):
            continue
        if loser.state == ProposalState.PROPOSED:
            transitions.advance(loser, "absorb", by=_by(loser, winner, rivals), actor=SYSTEM, now=now,
                                thread=loser.subject)  # fmt: skip
        else:
            flag_facts_changed(loser, actor=SYSTEM, now=now)


def _stands_beside(group: Group, row: Proposal, winner: Proposal) -> bool:
    """A tier stands with everybody whom it names; while none of it is there, the others stand as they are."""
    if row is winner or not isinstance(group.keep, tuple):
        return row is winner
    if winner.consequence not in group.keep:
        return True
    return row.consequence == winner.consequence and row.person_id != winner.person_id


def _by(loser: Proposal, winner: Proposal, rivals: list[Proposal]) -> Proposal:
    """What takes a loser's place: of a tier the entry of his own, so that he is up again when that one falls."""
    own = (row for row in rivals if row.consequence == winner.consequence and row.person_id == loser.person_id)
    return next((row for row in own if row is not loser), winner)


def _winner(group: Group, rivals: list[Proposal]) -> Proposal:
    """What was decided stands, unless something weightier or of a higher tier comes up."""
    rivals = _untaken(rivals)
    chosen = rivals[groups.winner(group, [(rival.consequence, rival.weight) for rival in rivals])]
    decided = [rival for rival in rivals if rival.state in COUNTED]
    named = group.keep if isinstance(group.keep, tuple) else ()
    if not decided or chosen.state in COUNTED or chosen.consequence in named:
        return chosen
    # What was decided weighs what was decided, not what might have been.
    return decided[0] if weight_of(decided[0].effects) >= chosen.weight else chosen


def _untaken(rivals: list[Proposal]) -> list[Proposal]:
    """The rivals without those that a higher tier has taken over and that only stay because they were decided."""
    tiers = {row.pk: _group(row, "tier_key") if row.tier_key else None for row in rivals}
    taken = {row.tier_key for row in rivals if (tier := tiers[row.pk]) and row.consequence in tier.keep}
    return [
        row for row in rivals
        if row.tier_key not in taken or ((tier := tiers[row.pk]) and row.consequence in tier.keep)
    ]  # fmt: skip


def release_absorbed(fallen: Proposal, *, now: datetime) -> None:
    """After a winner fell, put the next one of its groups up again, unless they fall together."""
    found = (_group(fallen, "group_key"), _group(fallen, "tier_key"))
    if not any(found) or any(group and group.waive_together for group in found):
        return
    waiting = list(Proposal.objects.filter(absorbed_by=fallen, state=ProposalState.ABSORBED).order_by("id"))
    for row in waiting:
        transitions.advance(transitions.claim(row, "release"), "release", actor=SYSTEM, now=now, thread=row.subject)
    settle_groups([fallen, *waiting], now=now)
