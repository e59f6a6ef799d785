"""Addresses of the papers of 三包."""

from django.urls import path

from accounts.permissions import page
from warranty import request_urls
from warranty.views import claim_acts, claims, old_part_acts, old_parts, papers, stock

app_name = "warranty"
urlpatterns = [
    *request_urls.urlpatterns,
    path("w/work/", claims.work, name="work"),
    path("w/claims/", claims.listed, name="claims"),
    path("w/claims/<str:number>/", claims.claim, name="claim"),
    path("m/w/parts/", claims.parcels, name="parcels"),
    path(
        "w/requests/<str:number>/issue-claim/",
        page("warranty:issue_claim")(claim_acts.IssueClaim.as_view()), name="issue_claim",
    ),
    path(
        "w/claims/<str:number>/give-back/<int:part>/",
        page("warranty:give_back_parts")(claim_acts.GiveBackParts.as_view()), name="give_back_parts",
    ),
    *(
        path(f"w/claims/<str:number>/{act.replace('_', '-')}/", page(f"warranty:{act}")(view.as_view()), name=act)
        for act, view in claim_acts.ACTS.items()
    ),
    path("w/stock/", stock.listed, name="stock"),
    path("w/parts/<int:pk>/", stock.part, name="part"),
    *(
        path(f"w/parts/<int:pk>/{act.replace('_', '-')}/", page(f"warranty:{act}")(view.as_view()), name=act)
        for act, view in stock.PART_ACTS.items()
    ),
    *(
        path(f"w/stock/{act.replace('_', '-')}/", page(f"warranty:{act}")(view.as_view()), name=act)
        for act, view in stock.STORE_ACTS.items()
    ),
    path("w/old-parts/", old_parts.old_parts, name="old_parts"),
    path("w/old-parts/<str:number>/", old_parts.old_part, name="old_part"),
    *(
        path(f"w/old-parts/<str:number>/{act}/", page(f"warranty:{act}")(view.as_view()), name=act)
        for act, view in old_part_acts.ACTS.items()
    ),
    path("m/w/old-parts/", old_parts.drop_off, name="drop_off"),
    path("w/claims/<str:number>/pdf/", papers.claim_pdf, name="claim_pdf"),
    path("w/claims/<str:number>/shipping-notice/", papers.shipping_pdf, name="shipping_pdf"),
    path("w/fees/<str:number>/pdf/", papers.fee_pdf, name="fee_pdf"),
    path("w/reports/<str:number>/pdf/", papers.report_pdf, name="report_pdf"),
    path("w/check/<str:kind>/<str:number>/<str:digest>/", papers.check_paper, name="check_paper"),
]
