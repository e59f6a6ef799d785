"""What the engineer's day and month leave behind: cards, visits, trips, daily reports, calls, month papers."""

from fieldservice.models.cards import CreditLoss, ServiceCard
from fieldservice.models.contacts import ContactAttempt, ContactWatch
from fieldservice.models.daily import CallbackNonce, DailyCheck, DailyReport, InboundMessage, ReportCall
from fieldservice.models.month import ExpenseLine, LineLoss, MonthDocument, MonthScore
from fieldservice.models.trips import Leave, Training, Trip
from fieldservice.models.visits import CustomerVisit

__all__ = [
    "CallbackNonce",
    "ContactAttempt",
    "ContactWatch",
    "CreditLoss",
    "CustomerVisit",
    "DailyCheck",
    "DailyReport",
    "ExpenseLine",
    "InboundMessage",
    "Leave",
    "LineLoss",
    "MonthDocument",
    "MonthScore",
    "ReportCall",
    "ServiceCard",
    "Training",
    "Trip",
]
