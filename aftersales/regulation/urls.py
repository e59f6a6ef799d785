from django.urls import path

from aftersales.regulation import views

app_name = "rulebook"
urlpatterns = [
    path("", views.clauses, name="clauses"),
    path("versions/<int:number>/", views.changes, name="changes"),
]
