from django.urls import path

from accounts.permissions import page
from fieldservice import views

app_name = "fieldservice"
urlpatterns = [
    path("m/", views.jobs, name="jobs"),
    path("m/<str:number>/", views.job, name="job"),
    path("m/<str:number>/card/", views.card, name="sign_card"),
    *(
        path(f"m/<str:number>/{act.replace('_', '-')}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in views.ACTS.items()
    ),
    path("tickets/<str:number>/cards/", views.cards, name="cards"),
    path(
        "tickets/<str:number>/receive-card/",
        page("fieldservice:receive_card")(views.ReceiveCard.as_view()),
        name="receive_card",
    ),
]
