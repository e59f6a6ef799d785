"""What runs on while the regulation changes: open objects keep the version to which they are bound."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.models import SignOff
from approvals.states import OPEN as UNSIGNED
from deadlines.models import OPEN, Deadline
from judgement.models import Proposal
from judgement.states import ProposalState
from tickets.models import Ticket
from tickets.states import OPEN as UNCLOSED


@dataclass(frozen=True)
class Bound:
    """One kind of open object: how many, and by what it goes on."""

    what: Any
    count: int
    rule: Any


def bound_now() -> list[Bound]:
    """Everything open that a new version leaves as it is; four statements."""
    return [
        Bound(
            _("未结工单"), Ticket.objects.filter(state__in=UNCLOSED).count(),
            _("区域、保修和分类按报修时的版本；生效后新报的按新版"),
        ),
        Bound(
            _("进行中的时限与义务"), Deadline.objects.filter(OPEN).count(),
            _("按起算时的版本走完；生效后起算的按新版，月度资料按该月最后一天的版本"),
        ),
        Bound(
            _("未办结的签批"), SignOff.objects.filter(state__in=UNSIGNED).count(),
            _("按提交时的签批档；生效后提交的按新版"),
        ),
        Bound(
            _("未裁决的考核"), Proposal.objects.filter(state=ProposalState.PROPOSED).count(),
            _("金额、裁决人按事实发生时的版本；生效后发生的按新版"),
        ),
    ]  # fmt: skip
