"""Addresses of reports and of what is asked for and signed."""

from django.urls import path

from accounts.permissions import page
from warranty.views import fees, panels, purchases, report_writing, reports, requests

urlpatterns = [
    path("w/reports/", reports.to_check, name="to_check"),
    path("w/purchase-reports/", report_writing.purchase_reports, name="purchase_reports"),
    path("w/reports/<str:number>/", reports.report, name="report"),
    path("w/reports/<str:number>/parts/", requests.request_parts, name="request_parts"),
    path(
        "w/reports/<str:number>/purchase/",
        page("warranty:request_purchase")(purchases.RequestPurchase.as_view()), name="request_purchase",
    ),
    *(
        path(f"w/reports/<str:number>/{act.replace('_', '-')}/", page(f"warranty:{act}")(view.as_view()), name=act)
        for act, view in reports.CHECKS.items()
    ),
    path("w/requests/<str:number>/", requests.request_, name="request"),
    path("w/requests/<str:number>/lines/", requests.change_lines, name="change_lines"),
    path("w/fees/<str:number>/", fees.fee, name="fee"),
    path(
        "w/fees/<str:number>/settle/", page("warranty:settle_fee")(fees.SettleFee.as_view()), name="settle_fee"
    ),
    path("w/purchases/<str:number>/", purchases.purchase, name="purchase"),
    path(
        "w/purchases/<str:number>/settle/",
        page("warranty:settle_purchase")(purchases.SettlePurchase.as_view()), name="settle_purchase",
    ),
    path("tickets/<str:number>/anomaly-reports/", reports.panel, name="reports"),
    path("tickets/<str:number>/papers/", panels.papers, name="papers"),
    path("m/<str:number>/papers/", panels.job_papers, name="job_papers"),
    path("m/<str:number>/report/", report_writing.write, name="submit_report"),
    path("m/<str:number>/fee/", page("warranty:apply_fee")(fees.ApplyFee.as_view()), name="apply_fee"),
]  # fmt: skip
