"""Papers of 三包 for managers."""

from warranty.admin.claims import ClaimAdmin
from warranty.admin.old_parts import OldPartAdmin
from warranty.admin.parts import PartAdmin
from warranty.admin.sign_offs import SignOffAdmin
from warranty.admin.stock import StockAdmin

__all__ = ["ClaimAdmin", "OldPartAdmin", "PartAdmin", "SignOffAdmin", "StockAdmin"]
