"""Addresses of what the office answers: enquiries and complaints."""

from django.urls import path

from accounts.permissions import page
from tickets.views import complaints, enquiries

URLS = [
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/new/", enquiries.log, name="log_enquiry"),
    path("enquiries/new/side/", enquiries.side, name="enquiry_side"),
    path("enquiries/export/", enquiries.export, name="export_enquiries"),
    path("enquiries/<str:number>/", enquiries.enquiry, name="enquiry"),
    *(
        path(f"enquiries/<str:number>/{slug}/", page(f"tickets:{view.act}")(view.as_view()), name=view.act)
        for slug, view in (("answer", enquiries.AnswerEnquiry), ("link", enquiries.LinkEnquiry))
    ),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/new/", complaints.file, name="file_complaint"),
    path("complaints/export/", complaints.export, name="export_complaints"),
    path("complaints/<str:number>/", complaints.complaint, name="complaint"),
    path("complaints/<str:number>/outcome/", complaints.outcome, name="complaint_outcome"),
    *(
        path(f"complaints/<str:number>/{slug}/", page(f"tickets:{view.act}")(view.as_view()), name=view.act)
        for slug, view in complaints.ACTS.items()
    ),
]
