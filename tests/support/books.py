"""Another version of the book in use, with parts that the shipped one does not have."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

from core.clock import local_day
from rulebook import services
from rulebook.models import RulebookVersion
from rulebook.selectors import versions
from rulebook.services.validity import new_version


def publish(parts: dict[str, Any], *, actor: Any, now: Any, on: date | None = None, clause: str = "7.8") -> Any:
    """A version with `parts` ({"deadlines.notice": {…}}) put in, covered by `clause`, in force from `on` or today."""
    newest: RulebookVersion = versions().order_by("-number")[0]
    document = deepcopy(newest.document)
    for path, part in parts.items():
        section, name = path.split(".")
        document[section][name] = part
        if path not in document["coverage"][clause] and section != "params":
            document["coverage"][clause].append(path)
    drafted = new_version(newest.slug, newest.number + 1, document, on or local_day(now), author=None, now=now)
    return services.publish_rulebook(version=drafted, effective_from=on or local_day(now), actor=actor, now=now)


def changed(change: Callable[[dict[str, Any]], None], *, actor: Any, now: Any, on: date) -> Any:
    """A version whose document `change` has been at, published and in force from `on`."""
    newest: RulebookVersion = versions().order_by("-number")[0]
    document = deepcopy(newest.document)
    change(document)
    drafted = new_version(newest.slug, newest.number + 1, document, on, author=None, now=now)
    return services.publish_rulebook(version=drafted, effective_from=on, actor=actor, now=now)
