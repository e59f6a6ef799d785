"""Acts on the regulation: install, draft, edit, publish; and on the public holidays by which it counts."""

from rulebook.services.draft import amend_draft, discard_draft, draft_rulebook, edit_rulebook
from rulebook.services.holidays import (
    complete_calendar_year,
    import_calendar_year,
    remove_calendar_day,
    reopen_calendar_year,
    set_calendar_day,
)
from rulebook.services.install import install_book
from rulebook.services.publish import publish_rulebook
from rulebook.services.validity import InvalidBook

__all__ = [
    "InvalidBook", "amend_draft", "complete_calendar_year", "discard_draft", "draft_rulebook", "edit_rulebook",
    "import_calendar_year", "install_book", "publish_rulebook", "remove_calendar_day", "reopen_calendar_year",
    "set_calendar_day",
]  # fmt: skip
