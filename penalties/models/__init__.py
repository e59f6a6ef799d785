"""What people report, decide and settle: incidents, written proofs, decisions, the ledger, and closed months."""

from penalties.models.decisions import Decision, Incident, LedgerEntry, WrittenProof
from penalties.models.settlement import Closing, MonthAppeal, Pay, PayLimit, Statement, StatementLine, StatementReceipt

__all__ = [
    "Closing",
    "Decision",
    "Incident",
    "LedgerEntry",
    "MonthAppeal",
    "Pay",
    "PayLimit",
    "Statement",
    "StatementLine",
    "StatementReceipt",
    "WrittenProof",
]
