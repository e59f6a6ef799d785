"""Acts of the engineer's day: the service card, the visit."""

from fieldservice.services.amending import amend_card
from fieldservice.services.at_once import give_credits_back, take_credit, uncredit_by_penalty
from fieldservice.services.contacts import call_back, call_engineer
from fieldservice.services.daily_checks import verify_daily_report
from fieldservice.services.daily_reports import send_daily_report
from fieldservice.services.drafts import save_draft
from fieldservice.services.expenses import note_expense, remove_expense
from fieldservice.services.inbound import Replayed, forget_nonces, receive_messages, use_nonce
from fieldservice.services.judging_cause import judge_cause
from fieldservice.services.late_papers import revoke_void
from fieldservice.services.leaves import end_leave, take_leave
from fieldservice.services.line_checks import check_lines, clear_line, give_lines_back, lose_by_penalty
from fieldservice.services.month_judging import mark_summary, score_month
from fieldservice.services.month_papers import submit_month
from fieldservice.services.receiving import check_card, receive_card
from fieldservice.services.returns import allow_return, ask_return, call_home, deny_return
from fieldservice.services.signing import sign_card
from fieldservice.services.trainings import cancel_training, plan_training, record_training
from fieldservice.services.trips import (
    cancel_departure,
    change_departure,
    depart,
    order_departure,
    report_back,
    return_to_factory,
)
from fieldservice.services.visits import discredit_visit, visit_customer

__all__ = [
    "Replayed",
    "allow_return",
    "amend_card",
    "ask_return",
    "call_back",
    "call_engineer",
    "call_home",
    "cancel_departure",
    "cancel_training",
    "change_departure",
    "check_card",
    "check_lines",
    "clear_line",
    "deny_return",
    "depart",
    "discredit_visit",
    "end_leave",
    "forget_nonces",
    "give_credits_back",
    "give_lines_back",
    "judge_cause",
    "lose_by_penalty",
    "mark_summary",
    "note_expense",
    "order_departure",
    "plan_training",
    "receive_card",
    "receive_messages",
    "record_training",
    "remove_expense",
    "report_back",
    "return_to_factory",
    "revoke_void",
    "save_draft",
    "score_month",
    "send_daily_report",
    "sign_card",
    "submit_month",
    "take_credit",
    "take_leave",
    "uncredit_by_penalty",
    "use_nonce",
    "verify_daily_report",
    "visit_customer",
]  # fmt: skip
