"""What people decide. Every act checks role, own case, state and content, in this order."""

from penalties.services.appeals import decide_appeal, file_appeal, name_appeal_deputy
from penalties.services.bulletins import acknowledge_bulletin, publish_bulletin, withdraw_bulletin
from penalties.services.closing import close_month
from penalties.services.confirm import confirm_penalty
from penalties.services.export import export_month
from penalties.services.incidents import amend_incident, record_incident
from penalties.services.overview_export import export_overview
from penalties.services.pay import set_pay, set_pay_limit
from penalties.services.post import reassign_jobs, reinstate
from penalties.services.proofs import decide_proof, file_proof
from penalties.services.reopening import reopen_month
from penalties.services.revoke import revoke_penalty
from penalties.services.statement_export import export_statements
from penalties.services.statements import acknowledge_statement, appeal_month, decide_month_appeal
from penalties.services.waive import waive_penalty

__all__ = [
    "acknowledge_bulletin",
    "acknowledge_statement",
    "amend_incident",
    "appeal_month",
    "close_month",
    "confirm_penalty",
    "decide_appeal",
    "decide_month_appeal",
    "decide_proof",
    "export_month",
    "export_overview",
    "export_statements",
    "file_appeal",
    "file_proof",
    "name_appeal_deputy",
    "publish_bulletin",
    "reassign_jobs",
    "record_incident",
    "reinstate",
    "reopen_month",
    "revoke_penalty",
    "set_pay",
    "set_pay_limit",
    "waive_penalty",
    "withdraw_bulletin",
]
