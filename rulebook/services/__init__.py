"""Acts on the regulation: install, draft, edit, publish."""

from rulebook.services.draft import draft_rulebook, edit_rulebook
from rulebook.services.install import install_book
from rulebook.services.publish import publish_rulebook
from rulebook.services.validity import InvalidBook

__all__ = ["InvalidBook", "draft_rulebook", "edit_rulebook", "install_book", "publish_rulebook"]
