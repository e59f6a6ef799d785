"""How differences are called."""

from django.utils.translation import gettext_lazy as _

from scenarios.whatif.tally import ADDED, CHEAPER, DEARER, DROPPED, OTHERWISE

KINDS = {ADDED: _("新增"), DROPPED: _("取消"), DEARER: _("加重"), CHEAPER: _("减轻"), OTHERWISE: _("内容改变")}
TONES = {ADDED: "late", DROPPED: "ok", DEARER: "warn", CHEAPER: "ok", OTHERWISE: "info"}
