from django.urls import path

from accounts.permissions import page
from tickets.public.views import labels, panel, report, reviews, status

app_name = "public"
urlpatterns = [
    path("r/<str:token>/", report.report, name="report"),
    path("s/", status.lookup, name="lookup"),
    path("s/<str:token>/", status.status, name="status"),
    path("s/<str:token>/sent/", status.sent, name="sent"),
    path("s/<str:token>/rate/", status.rate, name="rate"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/accept/", page("public:accept")(reviews.Accept.as_view()), name="accept"),
    path("reviews/<int:pk>/dismiss/", page("public:dismiss")(reviews.Dismiss.as_view()), name="dismiss"),
    path("tickets/<str:number>/customer/", panel.panel, name="panel"),
    path("tickets/<str:number>/send-link/", page("public:send_link")(panel.SendLink.as_view()), name="send_link"),
    path(
        "tickets/<str:number>/revoke-link/", page("public:revoke_link")(panel.RevokeLink.as_view()), name="revoke_link"
    ),
    path("labels/", labels.labels, name="labels"),
    path("labels/issue/", labels.issue, name="issue"),
    path("labels/sheet/", labels.sheet, name="sheet"),
    path("labels/<int:pk>/reissue/", page("public:reissue")(labels.Reissue.as_view()), name="reissue"),
    path("labels/<int:pk>/revoke/", page("public:revoke")(labels.Revoke.as_view()), name="revoke"),
    path("customer-pages/", page("public:pages")(labels.Pages.as_view()), name="pages"),
]
