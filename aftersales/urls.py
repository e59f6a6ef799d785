"""Every page's address: each app's own list, included once."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from accounts.permissions import page
from aftersales import health
from aftersales.metrics.views import metrics
from core.views import private_file

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.health, name="health"),
    path("healthz/live", health.live, name="health_live"),
    path("healthz/timers", health.timers, name="health_timers"),
    path("metrics", metrics, name="metrics"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("accounts.urls")),
    path("imports/", include("customers.urls")),
    path("inbox/", include("notifications.urls")),
    path("rulebook/what-if/", include("scenarios.whatif.urls")),
    path("rulebook/", include("aftersales.regulation.urls")),
    path("files/<int:pk>/", page("file", hidden=True)(private_file), name="file"),
    path("", include("penalties.urls")),
    path("figures/", include("figures.urls")),
    path("", include("fieldservice.urls")),
    path("", include("warranty.urls")),
    path("", include("tickets.public.urls")),
    path("", include("tickets.urls")),
    path("setup/", include("aftersales.setup.urls")),
]
