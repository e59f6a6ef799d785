"""States of a sign-off (审批): judged first, then signed or refused; a changed content voids it (regulation 6.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOffState(models.TextChoices):
    JUDGING = "judging", _("待判定")
    WAITING = "waiting", _("待签批")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("已驳回")
    VOID = "void", _("已失效")


S = SignOffState
OPEN = (S.JUDGING, S.WAITING)
# What counts towards the sum of a ticket: asked for or granted (W4).
COUNTED = (S.JUDGING, S.WAITING, S.APPROVED)

COLOURS: dict[str, str] = {
    S.JUDGING: "amber", S.WAITING: "blue", S.APPROVED: "green", S.REJECTED: "red", S.VOID: "grey",
}  # fmt: skip


class SignOffWarning(models.TextChoices):
    """What signers are told beside the amount; never a refusal."""

    BAND_CROSSED = "band_crossed", _("同一工单的申请合计已跨档，请注意是否拆分")
