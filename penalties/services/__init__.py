"""What people decide. Every act checks role, own case, state and content, in this order."""

from penalties.services.confirm import confirm_penalty
from penalties.services.export import export_month
from penalties.services.incidents import amend_incident, record_incident
from penalties.services.proofs import decide_proof, file_proof
from penalties.services.revoke import revoke_penalty
from penalties.services.waive import waive_penalty

__all__ = [
    "amend_incident",
    "confirm_penalty",
    "decide_proof",
    "export_month",
    "file_proof",
    "record_incident",
    "revoke_penalty",
    "waive_penalty",
]
