"""Questions and answers for their pages."""

from core.errors import NotFound
from rulebook.models import RulebookVersion
from rulebook.selectors import versions
from rulebook.states import VersionState
from scenarios.whatif.models import WhatIf

RECENT = 10


def choices() -> list[RulebookVersion]:
    """What may be tried, newest first: every version that was not given up."""
    return list(versions().exclude(state=VersionState.DISCARDED))


def recent() -> list[WhatIf]:
    """The last questions of all managers, newest first."""
    return list(WhatIf.objects.told()[:RECENT])


def what_if_of(pk: int) -> WhatIf:
    found = WhatIf.objects.select_related("by", "version").defer("book").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
