"""Acts on sign-offs; each is a step of the document's own act, which calls it down and holds the transaction."""

from approvals.services.deciding import approve, reject
from approvals.services.guards import obstacle
from approvals.services.judging import judge
from approvals.services.reminding import remind
from approvals.services.submitting import submit, void

__all__ = ["approve", "judge", "obstacle", "reject", "remind", "submit", "void"]
