from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "scenarios"
    verbose_name = "场景"
    default_auto_field = "django.db.models.BigAutoField"
