"""Addresses of the papers of 三包."""

from django.urls import path

from warranty.views import fees, papers, purchases, reports, requests

app_name = "warranty"
urlpatterns = [
    path("w/reports/<str:number>/", reports.report, name="report"),
    path("w/requests/<str:number>/", requests.request_, name="request"),
    path("w/fees/<str:number>/", fees.fee, name="fee"),
    path("w/purchases/<str:number>/", purchases.purchase, name="purchase"),
    path("w/claims/<str:number>/pdf/", papers.claim_pdf, name="claim_pdf"),
    path("w/claims/<str:number>/shipping-notice/", papers.shipping_pdf, name="shipping_pdf"),
    path("w/fees/<str:number>/pdf/", papers.fee_pdf, name="fee_pdf"),
    path("w/reports/<str:number>/pdf/", papers.report_pdf, name="report_pdf"),
    path("w/check/<str:kind>/<str:number>/<str:digest>/", papers.check_paper, name="check_paper"),
]
