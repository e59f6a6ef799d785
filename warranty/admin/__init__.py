"""Papers of 三包 for managers."""

from warranty.admin.old_parts import OldPartAdmin
from warranty.admin.sign_offs import SignOffAdmin

__all__ = ["OldPartAdmin", "SignOffAdmin"]
