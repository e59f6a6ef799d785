"""Penalty review, written proofs, appeals, incidents and the ledger for managers."""

from penalties.admin.appeals import AppealAdmin
from penalties.admin.incidents import IncidentAdmin
from penalties.admin.ledger import LedgerAdmin
from penalties.admin.people import PostAdmin
from penalties.admin.proofs import ProofAdmin
from penalties.admin.proposals import ProposalAdmin

__all__ = ["AppealAdmin", "IncidentAdmin", "LedgerAdmin", "PostAdmin", "ProofAdmin", "ProposalAdmin"]
