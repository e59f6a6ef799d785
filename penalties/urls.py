from django.urls import path

from penalties import views

app_name = "penalties"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:pk>/", views.why, name="why"),
    path("<int:pk>/proof/", views.file_proof, name="file_proof"),
]
