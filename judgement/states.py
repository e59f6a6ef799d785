"""States of a proposal (考核), regulation B.2 and reading 0.9."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("待裁决")
    ABSORBED = "absorbed", _("已并入较高一项")
    CONFIRMED = "confirmed", _("已确认")
    WAIVED = "waived", _("已免除")
    REVOKED = "revoked", _("已撤销")
    SETTLED = "settled", _("已结算")


LIVE = (ProposalState.PROPOSED, ProposalState.CONFIRMED, ProposalState.SETTLED)
COUNTED = (ProposalState.CONFIRMED, ProposalState.SETTLED)

# What the judgement itself does to a proposal or a limit, as timelines tell it.
STEP_LABELS = {
    "absorb": _("并入同组较高一项"),
    "release": _("恢复待裁决"),
    "revoke": _("撤回考核"),
    "facts_changed": _("事实已更正，提请裁决人复核"),
    "excuse_deadline": _("书面证明成立，超时免责"),
}
