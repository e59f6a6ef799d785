"""Penalty review, written proofs, incidents and the ledger for managers."""

from penalties.admin.incidents import IncidentAdmin
from penalties.admin.ledger import LedgerAdmin
from penalties.admin.proofs import ProofAdmin
from penalties.admin.proposals import ProposalAdmin

__all__ = ["IncidentAdmin", "LedgerAdmin", "ProofAdmin", "ProposalAdmin"]
