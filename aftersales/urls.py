"""Every page's address: each app's own list, included once."""

from django.contrib import admin
from django.urls import include, path

from aftersales import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.health, name="health"),
    path("healthz/timers", health.timers, name="health_timers"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("accounts.urls")),
    path("inbox/", include("notifications.urls")),
    path("setup/", include("aftersales.setup.urls")),
]
