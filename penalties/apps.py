from django.apps import AppConfig


class PenaltiesConfig(AppConfig):
    name = "penalties"
    verbose_name = "考核"
    default_auto_field = "django.db.models.BigAutoField"
