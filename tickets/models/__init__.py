"""Tickets, what happened in their course, enquiries and complaints, and what the public pages keep."""

from tickets.models.complaints import Complaint
from tickets.models.enquiries import Enquiry
from tickets.models.records import (
    Appointment,
    Arrival,
    ArrivalDecision,
    Assignment,
    CycleRow,
    Escalation,
    FollowUpCall,
    Hold,
    Instruction,
    RemoteSolution,
    WaitingClaim,
)
from tickets.models.saved_views import SavedView
from tickets.models.ticket import OPEN_LISTS, UNCLOSED, Ticket
from tickets.public import models as _public  # noqa: F401 -- Django finds the models of an app from here

__all__ = [
    "OPEN_LISTS",
    "UNCLOSED",
    "Appointment",
    "Arrival",
    "ArrivalDecision",
    "Assignment",
    "Complaint",
    "CycleRow",
    "Enquiry",
    "Escalation",
    "FollowUpCall",
    "Hold",
    "Instruction",
    "RemoteSolution",
    "SavedView",
    "Ticket",
    "WaitingClaim",
]
