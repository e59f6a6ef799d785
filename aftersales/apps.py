from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AftersalesConfig(AppConfig):
    name = "aftersales"
    verbose_name = "售后服务"
    default = True

    def ready(self) -> None:
        from aftersales.checks import register_checks

        register_checks()


class ConsoleConfig(admin_apps.AdminConfig):
    """Django's admin with our site."""

    default = False
    default_site = "aftersales.admin_site.Console"
