"""Questions and answers for their pages."""

from core.errors import NotFound
from scenarios.whatif.models import WhatIf

RECENT = 10


def recent() -> list[WhatIf]:
    """The last questions of all managers, newest first."""
    return list(WhatIf.objects.told()[:RECENT])


def what_if_of(pk: int) -> WhatIf:
    found = WhatIf.objects.select_related("by", "version").defer("book").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
