"""服务通报 as an A4 page to be hung up: its words, the clause, and whether it still stands."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.selectors import company
from core import papers
from core.clock import zone
from penalties.models import Bulletin
from penalties.showing import clauses_of
from penalties.states import BulletinState
from rulebook.book import digest_of


def bulletin_paper(one: Bulletin, *, now: datetime) -> dict[str, Any]:
    """The code leads to the bulletin's own page, which says when it was withdrawn."""
    found = company()
    digest = digest_of({"number": one.number, "title": one.title, "text": one.text, "clause": one.clause})
    withdrawn = one.state == BulletinState.WITHDRAWN
    return {
        "title": _("服务通报"), "number": one.number, "state": one.get_state_display() if withdrawn else "",
        "company": found.name if found else "", "hash": papers.short(digest), "printed": _stamp(now),
        "code": papers.code(settings.PUBLIC_URL.rstrip("/") + one.get_absolute_url()),
        "words": {"code": _("校验码"), "printed": _("打印于"), "scan": _("扫码查看"), "clause": _("依据条款")},
        "banner": _("本通报已撤回：%s") % one.withdrawal if withdrawn else "",
        "heading": one.title, "text": one.text,
        "clauses": [{"label": f"{clause.number} {clause.title}".strip(), "value": clause.text}
                    for clause in clauses_of(one.clause, one.version)],
        "signed": {"who": found.name if found else "", "by": one.published_by.name, "at": _stamp(one.published_at)},
    }  # fmt: skip


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(zone()):%Y-%m-%d %H:%M}"
