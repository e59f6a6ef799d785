"""A person's saved views of the queue: his own comfort, no business act, and so not told in the journal."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from core.errors import OutOfRange, require
from tickets.models import SavedView

MOST = 20


def save_view(*, name: str, query: str, actor: Person, now: datetime) -> SavedView:
    """Keep the filters under a name; the same name again replaces what it meant."""
    require(name=(name, _("视图名称")))
    others = SavedView.objects.filter(person=actor).exclude(name=name.strip())
    if others.count() >= MOST:
        raise OutOfRange(_("最多保存 %(most)d 个视图，请先删除不用的") % {"most": MOST}, details={"name": _("已满")})
    view, _created = SavedView.objects.update_or_create(
        person=actor, name=name.strip(), defaults={"query": query, "created_at": now}
    )
    return view


def drop_view(*, pk: int, actor: Person) -> None:
    """Forget one of one's own; another's does not exist here."""
    SavedView.objects.filter(person=actor, pk=pk).delete()
