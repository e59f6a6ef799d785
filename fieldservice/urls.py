from django.urls import path

from accounts.permissions import page
from fieldservice.card_urls import URLS as OF_CARDS
from fieldservice.contact_urls import URLS as OF_CONTACTS
from fieldservice.journey_urls import URLS as OF_JOURNEYS
from fieldservice.views import (
    acts,
    callbacks,
    consent,
    daily,
    daily_checks,
    duties,
    jobs,
    month,
    repeats,
    shell,
    visits,
)

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
    path("m/consent/", consent.consent, name="consent"),
    path("m/visits/", duties.visits, name="visits"),
    path("m/month/", month.month, name="month"),
    path("m/month/expense/", page("fieldservice:note_expense")(month.NoteExpense.as_view()), name="note_expense"),
    path("m/month/expense/doubt/", month.doubt, name="doubt"),
    path(
        "m/month/expense/<int:pk>/remove/",
        page("fieldservice:remove_expense")(month.RemoveExpense.as_view()),
        name="remove_expense",
    ),
    path("m/month/<str:month>/", month.month, name="month_at"),
    path("m/month/<str:month>/hand-in/", month.hand_in, name="submit_month"),
    path("m/daily/", daily.daily_report, name="daily_report"),
    *OF_CONTACTS,
    *OF_JOURNEYS,
    *OF_CARDS,
    path("m/<str:number>/", jobs.job, name="job"),
    *(
        path(f"m/<str:number>/{act.replace('_', '-')}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in acts.ACTS.items()
    ),
    path("daily/", daily_checks.checks, name="daily_checks"),
    path("daily/verify/", daily_checks.verify, name="verify_daily_report"),
    path("daily/<str:username>/<str:day>/", daily_checks.day, name="daily_day"),
    path("callbacks/sms/<str:gateway>/", callbacks.sms, name="sms_callback"),
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
]
