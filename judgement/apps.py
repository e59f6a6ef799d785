from django.apps import AppConfig


class JudgementConfig(AppConfig):
    name = "judgement"
    verbose_name = "判定"
    default_auto_field = "django.db.models.BigAutoField"
