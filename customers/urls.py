from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("template/<str:kind>/", views.template, name="import_template"),
    path("<int:pk>/", views.upload, name="import"),
    path("<int:pk>/columns/", views.map_columns, name="import_columns"),
    path("<int:pk>/progress/", views.progress, name="import_progress"),
    path("<int:pk>/refused/", views.refused, name="import_refused"),
    path("<int:pk>/confirm/", views.confirm, name="import_confirm"),
    path("<int:pk>/restart/", views.restart, name="import_restart"),
    path("<int:pk>/discard/", views.discard, name="import_discard"),
]
