from django.urls import path

from rulebook import views

app_name = "rulebook"
urlpatterns = [path("", views.clauses, name="clauses")]
