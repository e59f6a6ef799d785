from django.urls import path

from scenarios.whatif import views

app_name = "whatif"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("<int:pk>/", views.answer, name="answer"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/<slug:table>/export/", views.export, name="export"),
]
