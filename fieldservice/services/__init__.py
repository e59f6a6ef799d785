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
    "Replayed", "forget_nonces", "receive_messages", "send_daily_report", "use_nonce", "verify_daily_report",
    "allow_return", "amend_card", "ask_return", "call_home", "cancel_departure", "cancel_training", "change_departure", "deny_return",
    "depart", "end_leave", "order_departure", "plan_training", "record_training", "report_back", "return_to_factory",
    "take_leave",
    "call_back", "call_engineer", "discredit_visit", "judge_cause", "receive_card", "save_draft", "sign_card",
    "take_credit", "visit_customer",
    "check_card", "check_lines", "clear_line", "give_credits_back", "give_lines_back", "lose_by_penalty", "mark_summary", "note_expense",
    "remove_expense", "revoke_void", "score_month", "submit_month",
    "uncredit_by_penalty",
]  # fmt: skip
