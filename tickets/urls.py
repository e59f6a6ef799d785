from django.urls import path

from accounts.permissions import page
from tickets.views import acts, queue, report, search, ticket

app_name = "tickets"
urlpatterns = [
    path("", queue.home, name="home"),
    path("tickets/", queue.queue, name="queue"),
    path("tickets/new/", report.report, name="report"),
    path("tickets/new/preview/", report.preview, name="preview"),
    path("search/", search.search, name="search"),
    path("tickets/<str:number>/", ticket.ticket, name="ticket"),
    *(
        path(f"tickets/<str:number>/{act.replace('_', '-')}/", page(f"tickets:{act}")(view.as_view()), name=act)
        for act, view in acts.ACTS.items()
    ),
]
