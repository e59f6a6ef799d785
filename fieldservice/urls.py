from django.urls import path

from accounts.permissions import page
from fieldservice.views import acts, cards, duties, jobs, repeats, shell, visits

app_name = "fieldservice"
urlpatterns = [
    path("m/", jobs.jobs, name="jobs"),
    path("m/manifest.webmanifest", shell.manifest, name="manifest"),
    path("m/sw.js", shell.worker, name="worker"),
    path("m/offline/", shell.offline, name="offline"),
    path("m/hello/", shell.hello, name="hello"),
    path("m/keep/", shell.keep, name="keep"),
    path("m/outbox/", shell.outbox, name="outbox"),
    path("m/account/", shell.me, name="me"),
    path("m/visits/", duties.visits, name="visits"),
    path("m/<str:number>/", jobs.job, name="job"),
    path("m/<str:number>/card/", cards.card, name="sign_card"),
    *(
        path(f"m/<str:number>/{act.replace('_', '-')}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in acts.ACTS.items()
    ),
    path("duties/", duties.duties, name="duties"),
    path("duties/customers/<str:number>/", duties.customer, name="customer"),
    path("visits/<str:number>/", visits.sheet, name="visit_sheet"),
    path("visits/new/<str:number>/", visits.visit, name="visit"),
    path("tickets/<str:number>/cards/", jobs.cards, name="cards"),
    path("tickets/<str:number>/repeats/", repeats.repeats, name="repeats"),
    path(
        "tickets/<str:number>/judge-cause/",
        page("fieldservice:judge_cause")(repeats.JudgeCause.as_view()),
        name="judge_cause",
    ),
    path("w/old-parts/<str:number>/cards/", repeats.part_cards, name="part_cards"),
    path(
        "tickets/<str:number>/receive-card/",
        page("fieldservice:receive_card")(cards.ReceiveCard.as_view()),
        name="receive_card",
    ),
]
