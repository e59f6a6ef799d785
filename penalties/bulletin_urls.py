"""Addresses of bulletins."""

from django.urls import path

from accounts.permissions import page
from penalties.views import bulletins

urlpatterns = [
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path(
        "bulletins/publish/",
        page("penalties:publish_bulletin")(bulletins.PublishBulletin.as_view()),
        name="publish_bulletin",
    ),
    path("bulletins/<str:number>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:number>/pdf/", bulletins.pdf, name="bulletin_pdf"),
    path("bulletins/<str:number>/seen/", bulletins.acknowledge, name="acknowledge_bulletin"),
    path(
        "bulletins/<str:number>/withdraw/",
        page("penalties:withdraw_bulletin")(bulletins.WithdrawBulletin.as_view()),
        name="withdraw_bulletin",
    ),
]
