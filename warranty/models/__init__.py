"""The papers of 三包: reports, what is asked for and signed, claims, parts and what of them must come back."""

from warranty.models.catalogue import Part, Stock, StockMovement, Warehouse
from warranty.models.claims import Claim, ClaimLine
from warranty.models.old_parts import OldPart
from warranty.models.reports import AnomalyReport
from warranty.models.requests import FeeApplication, PartsRequest, Purchase, RequestLine

__all__ = [
    "AnomalyReport",
    "Claim",
    "ClaimLine",
    "FeeApplication",
    "OldPart",
    "Part",
    "PartsRequest",
    "Purchase",
    "RequestLine",
    "Stock",
    "StockMovement",
    "Warehouse",
]
