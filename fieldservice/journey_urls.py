"""Addresses about journeys, leaves, trainings and where the engineers are."""

from django.urls import path

from accounts.permissions import page
from fieldservice.views import engineers, leave_acts, trip_acts, trips


def _act(act: str) -> str:
    return act.replace("_", "-")


URLS = [
    path("m/trip/", trips.mine, name="trip_mine"),
    *(
        path(f"m/trip/<str:number>/{_act(act)}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in trip_acts.PHONE.items()
    ),
    path("engineers/", engineers.overview, name="engineers"),
    path("engineers/export/", engineers.export, name="engineers_export"),
    path("trips/", trips.trips, name="trips"),
    path(
        "trips/order/", page("fieldservice:order_departure")(trip_acts.OrderDeparture.as_view()), name="order_departure"
    ),
    path("trips/leave/count/", leave_acts.leave_count, name="leave_count"),
    *(
        path(f"trips/new/{_act(act)}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in leave_acts.NEW.items()
    ),
    path(
        "trips/leave/<int:pk>/end/", page("fieldservice:end_leave")(leave_acts.EndLeave.as_view()), name="end_leave"
    ),
    path(
        "trips/training/<int:pk>/cancel/",
        page("fieldservice:cancel_training")(leave_acts.CancelTraining.as_view()),
        name="cancel_training",
    ),
    path("trips/<str:number>/", trips.trip, name="trip"),
    *(
        path(f"trips/<str:number>/{_act(act)}/", page(f"fieldservice:{act}")(view.as_view()), name=act)
        for act, view in trip_acts.DESK.items()
    ),
]
