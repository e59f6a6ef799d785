"""Acts on tickets: one keyword-only function each, with the same order of checks (role, own case, state, content)."""

from tickets.services.arrival import arrive, resolve_remotely
from tickets.services.assignment import accept, appoint, decline, dispatch
from tickets.services.claiming import accept_arrival
from tickets.services.complaints import (
    add_complaint_evidence,
    close_complaint,
    file_complaint,
    forward_complaint,
    may_handle,
    may_own,
)
from tickets.services.correction import correct, correct_site, set_due
from tickets.services.duplicates import report_duplicate
from tickets.services.ending import cancel, link_duplicate
from tickets.services.enquiries import answer_enquiry, link_enquiry, log_enquiry
from tickets.services.escalation import answer_escalation, escalate
from tickets.services.ex_factory import guarantee_facts, record_ex_factory
from tickets.services.export import MOST, export_complaints, export_enquiries, export_queue
from tickets.services.follow_up import close_unreachable, follow_up
from tickets.services.intake import report_fault
from tickets.services.office import hand_to_office, instruct, office_done
from tickets.services.preview import Preview, preview_fault
from tickets.services.status_links import revoke_status_link, send_status_link, status_link
from tickets.services.verifying import check_verifier, verify_complaint
from tickets.services.views import drop_view, save_view
from tickets.services.waiting import customer_ready, wait_for_customer
from tickets.services.work import (
    complete,
    diagnose,
    in_hand,
    lift_hold,
    place_hold,
    ready_to_amend,
    ready_to_sign,
    receive,
    start_work,
)

__all__ = [
    "MOST",
    "Preview",
    "accept",
    "accept_arrival",
    "add_complaint_evidence",
    "answer_enquiry",
    "answer_escalation",
    "appoint",
    "arrive",
    "cancel",
    "check_verifier",
    "close_complaint",
    "close_unreachable",
    "complete",
    "correct",
    "correct_site",
    "customer_ready",
    "decline",
    "diagnose",
    "dispatch",
    "drop_view",
    "escalate",
    "export_complaints",
    "export_enquiries",
    "export_queue",
    "file_complaint",
    "follow_up",
    "forward_complaint",
    "guarantee_facts",
    "hand_to_office",
    "in_hand",
    "instruct",
    "lift_hold",
    "link_duplicate",
    "link_enquiry",
    "log_enquiry",
    "may_handle",
    "may_own",
    "office_done",
    "place_hold",
    "preview_fault",
    "ready_to_amend",
    "ready_to_sign",
    "receive",
    "record_ex_factory",
    "report_duplicate",
    "report_fault",
    "resolve_remotely",
    "revoke_status_link",
    "save_view",
    "send_status_link",
    "set_due",
    "start_work",
    "status_link",
    "verify_complaint",
    "wait_for_customer",
]
