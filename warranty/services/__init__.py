"""Acts on the papers of 三包: one keyword-only function each (role, own case, state, content)."""

from warranty.services.bags import Counts, Used, give_back_parts, unuse_parts, use_parts
from warranty.services.catalogue import add_part, edit_part, open_warehouse
from warranty.services.claims import issue_claim, refuse_claim, sign_claim
from warranty.services.deciding import approve, judge, reject
from warranty.services.fees import apply_fee, settle_fee
from warranty.services.importing import PartsReport, import_parts
from warranty.services.inspecting import inspect_part
from warranty.services.old_parts import disown_old_parts, exempt_return, owe_old_parts, return_part
from warranty.services.purchases import request_purchase, settle_purchase
from warranty.services.reports import accept_report, refuse_report, save_report, submit_report
from warranty.services.requests import change_lines, reopen_request, request_parts
from warranty.services.shipping import consignee_of, draw_parts, hand_over, inform_engineer, receive_parts, ship
from warranty.services.stock import book_stock, set_safety_stock

__all__ = [
    "Counts",
    "PartsReport",
    "Used",
    "accept_report",
    "add_part",
    "apply_fee",
    "approve",
    "book_stock",
    "change_lines",
    "consignee_of",
    "disown_old_parts",
    "draw_parts",
    "edit_part",
    "exempt_return",
    "give_back_parts",
    "hand_over",
    "import_parts",
    "inform_engineer",
    "inspect_part",
    "issue_claim",
    "judge",
    "open_warehouse",
    "owe_old_parts",
    "receive_parts",
    "refuse_claim",
    "refuse_report",
    "reject",
    "reopen_request",
    "request_parts",
    "request_purchase",
    "return_part",
    "save_report",
    "set_safety_stock",
    "settle_fee",
    "settle_purchase",
    "ship",
    "sign_claim",
    "submit_report",
    "unuse_parts",
    "use_parts",
]
