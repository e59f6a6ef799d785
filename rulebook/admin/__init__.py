"""Versions of the regulation, and the public holidays by which it counts working time."""

from rulebook.admin.holidays import HolidayAdmin
from rulebook.admin.versions import VersionAdmin

__all__ = ["HolidayAdmin", "VersionAdmin"]
