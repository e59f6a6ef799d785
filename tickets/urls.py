from django.urls import path

from accounts.permissions import page
from tickets.office_urls import URLS as OF_OFFICE
from tickets.views import acts, claims, drawer, handing_out, live, narrowing, queue, report, saved, search, ticket

app_name = "tickets"
urlpatterns = [
    path("", queue.home, name="home"),
    path("tickets/", queue.queue, name="queue"),
    path("tickets/live/", live.live, name="live"),
    path("tickets/filters/", narrowing.filters, name="filters"),
    path("tickets/export/", handing_out.export, name="export"),
    path("tickets/views/", saved.views, name="views"),
    path("tickets/views/save/", saved.save, name="save_view"),
    path("tickets/views/<int:pk>/drop/", saved.drop, name="drop_view"),
    path("tickets/claims/", claims.claims, name="claims"),
    path("tickets/new/", report.report, name="report"),
    path("tickets/new/preview/", report.preview, name="preview"),
    *OF_OFFICE,
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("tickets/<str:number>/", ticket.ticket, name="ticket"),
    path("tickets/<str:number>/drawer/", drawer.drawer, name="drawer"),
    *(
        path(f"tickets/<str:number>/{act.replace('_', '-')}/", page(f"tickets:{act}")(view.as_view()), name=act)
        for act, view in acts.ACTS.items()
    ),
]
