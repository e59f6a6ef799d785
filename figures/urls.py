from django.urls import path

from figures import views

app_name = "figures"
urlpatterns = [
    path("warranty/", views.warranty, name="warranty"),
    path("warranty/documents/", views.documents, name="documents"),
    path("warranty/<slug:table>/export/", views.export, name="export"),
]
