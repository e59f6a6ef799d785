"""The floors' pages."""

from django.urls import path

from bench.floors import views

urlpatterns = [
    path("bare/", views.bare),
    path("full/", views.full),
    path("ticket/<int:pk>/", views.ticket),
    path("search/", views.search),
    path("create/", views.create),
]
