"""Acts of customers without an account, and of the desk for them."""

from tickets.public.services.labels import issue_labels, reissue_label, revoke_label
from tickets.public.services.limits import TooMany, forget
from tickets.public.services.lookup import NoMatch, look_up
from tickets.public.services.pages import set_public_pages
from tickets.public.services.rating import rate_service
from tickets.public.services.reporting import MOST_PHOTOS, Sender, send_report
from tickets.public.services.reviewing import accept_public_report, dismiss_public_report

__all__ = [
    "MOST_PHOTOS",
    "NoMatch",
    "Sender",
    "TooMany",
    "accept_public_report",
    "dismiss_public_report",
    "forget",
    "issue_labels",
    "look_up",
    "rate_service",
    "reissue_label",
    "revoke_label",
    "send_report",
    "set_public_pages",
]
