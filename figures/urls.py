from django.urls import path

from figures import views

app_name = "figures"
urlpatterns = [
    path("warranty/", views.warranty, name="warranty"),
    path("warranty/documents/", views.documents, name="documents"),
    path("warranty/<slug:table>/export/", views.export, name="export"),
    path("service/", views.service, name="service"),
    path("service/documents/", views.service_documents, name="service_documents"),
    path("service/<slug:table>/export/", views.service_export, name="service_export"),
]
