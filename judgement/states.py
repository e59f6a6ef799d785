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
