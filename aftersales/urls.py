"""Every page's address: each app's own list, included once."""

from django.contrib import admin
from django.urls import include, path

from accounts.permissions import page
from aftersales import health
from core.views import private_file

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.health, name="health"),
    path("healthz/timers", health.timers, name="health_timers"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("accounts.urls")),
    path("inbox/", include("notifications.urls")),
    path("rulebook/", include("rulebook.urls")),
    path("files/<int:pk>/", page("file")(private_file), name="file"),
    path("m/me/", include("penalties.urls")),
    path("", include("fieldservice.urls")),
    path("", include("tickets.urls")),
    path("setup/", include("aftersales.setup.urls")),
]
