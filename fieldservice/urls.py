from django.urls import path

from accounts.permissions import page
from fieldservice.views import acts, cards, jobs

app_name = "fieldservice"
urlpatterns = [
    path("m/", jobs.jobs, name="jobs"),
    path("m/<str:number>/", jobs.job, name="job"),
    path("m/<str:number>/card/", cards.card, name="sign_card"),
    *(
        path(f"m/<str:number>/{act.replace('_', '-')}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in acts.ACTS.items()
    ),
    path("tickets/<str:number>/cards/", jobs.cards, name="cards"),
    path(
        "tickets/<str:number>/receive-card/",
        page("fieldservice:receive_card")(cards.ReceiveCard.as_view()),
        name="receive_card",
    ),
]
