from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "aftersales"
    verbose_name = "售后服务"

    def ready(self) -> None:
        from aftersales.checks import register_checks

        register_checks()
