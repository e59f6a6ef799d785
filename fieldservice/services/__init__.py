"""Acts of the engineer's day: the service card, the visit."""

from fieldservice.services.at_once import take_credit
from fieldservice.services.drafts import save_draft
from fieldservice.services.judging_cause import judge_cause
from fieldservice.services.receiving import receive_card
from fieldservice.services.signing import sign_card
from fieldservice.services.visits import discredit_visit, visit_customer

__all__ = [
    "discredit_visit", "judge_cause", "receive_card", "save_draft", "sign_card", "take_credit", "visit_customer",
]  # fmt: skip
