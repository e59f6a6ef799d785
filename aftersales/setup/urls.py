from django.urls import path

from aftersales.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.set_up, name="company"),
    path("people.xlsx", views.people_template, name="people_template"),
]
