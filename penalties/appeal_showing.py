"""The objection to a penalty as its pages show it: what was said, what was decided, and until when there is time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from core import files
from core.models import StoredFile
from judgement.models import Proposal
from judgement.states import COUNTED
from penalties.appealing import confirmation_of, last_instant, may_appeal, needs_deputy
from penalties.models import Appeal
from penalties.states import AppealState

TONES = {
    AppealState.SUBMITTED: "warn", AppealState.UPHELD: "late", AppealState.GRANTED: "ok", AppealState.CLOSED: "mute",
}  # fmt: skip


@dataclass(frozen=True)
class AppealShown:
    """`until` is the last instant for filing, None where there is no limit or nothing to appeal against."""

    appeal: Appeal | None = None
    papers: Sequence[StoredFile] = ()
    tone: str = "mute"
    until: datetime | None = None
    may_file: bool = False
    too_late: bool = False
    waits_for_deputy: bool = False
    has_notice: bool = False


def appeal_of(proposal: Proposal, *, now: datetime, viewer: Person | None = None) -> AppealShown:
    """The appeal against an entry, and whether `viewer` may still file one."""
    confirmed = confirmation_of(proposal)
    if confirmed is None:
        return AppealShown()
    found = Appeal.objects.filter(proposal=proposal).select_related("person", "deputy", "decided_by").first()
    if found is not None:
        return AppealShown(
            found, files.files_of(found), TONES[AppealState(found.state)], has_notice=True,
            waits_for_deputy=needs_deputy(found, confirmed),
        )  # fmt: skip
    until = last_instant(proposal)
    late = proposal.state in COUNTED and until is not None and now > until
    may_file = viewer is not None and may_appeal(viewer, proposal, until, now=now)
    return AppealShown(until=until, may_file=may_file, too_late=late, has_notice=True)
