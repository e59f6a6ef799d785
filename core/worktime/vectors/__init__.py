"""Files of facts about working time, asserted elsewhere, that the counting here must agree with."""

from core.worktime.vectors.files import Outcome, check_file

__all__ = ["Outcome", "check_file"]
