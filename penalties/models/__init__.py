"""What people report, decide and settle: incidents, written proofs, decisions, the ledger, closed months, bulletins."""

from penalties.models.appeals import Appeal
from penalties.models.bulletins import Bulletin, BulletinReceipt
from penalties.models.decisions import Decision, Incident, LedgerEntry, WrittenProof
from penalties.models.settlement import Closing, MonthAppeal, Pay, PayLimit, Statement, StatementLine, StatementReceipt

__all__ = [
    "Appeal",
    "Bulletin",
    "BulletinReceipt",
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
