"""Addresses of the papers of 三包."""

from django.urls import path

from warranty.views import papers

app_name = "warranty"
urlpatterns = [
    path("w/claims/<str:number>/pdf/", papers.claim_pdf, name="claim_pdf"),
    path("w/claims/<str:number>/shipping-notice/", papers.shipping_pdf, name="shipping_pdf"),
    path("w/fees/<str:number>/pdf/", papers.fee_pdf, name="fee_pdf"),
    path("w/reports/<str:number>/pdf/", papers.report_pdf, name="report_pdf"),
    path("w/check/<str:kind>/<str:number>/<str:digest>/", papers.check_paper, name="check_paper"),
]
